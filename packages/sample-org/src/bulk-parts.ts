// A job that comes with its data, in one request of several parts.
import { ApiError } from './error.ts';

/** The job and its text; null where the request has no parts. @throws ApiError INVALIDJOB where there is no job in it */
export function partsOf(type: string, text: string): { job: unknown; content: string } | null {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return null;
  const parts = new Map<string, string>();
  for (const part of text.split(`--${boundary}`)) {
    const [head = ''] = part.split(/\r?\n\r?\n/, 1);
    const name = /name="?(\w+)"?/i.exec(head)?.[1];
    if (name !== undefined)
      parts.set(
        name,
        part
          .slice(head.length)
          .replace(/^\r?\n\r?\n/, '')
          .replace(/\r?\n$/, ''),
      );
  }
  try {
    return { job: JSON.parse(parts.get('job') ?? ''), content: parts.get('content') ?? '' };
  } catch {
    throw new ApiError(400, 'INVALIDJOB', 'The request has no part "job" in JSON');
  }
}
