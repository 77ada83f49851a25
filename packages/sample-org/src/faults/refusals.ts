// Faults that stand in place of an answer: the org refuses, or something on the way to it does.
import type { Response } from '../rest.ts';
import type { Fault, FaultKind, RetryAfter } from './fault.ts';
import type { Visit } from './visit.ts';

const refused = (status: number, errorCode: string, message: string): Response => ({
  status,
  body: [{ message, errorCode }],
});
const html = (status: number, title: string): Response => ({
  status,
  text: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  headers: { 'Content-Type': 'text/html; charset=UTF-8' },
});

function after(answer: Response, wait: RetryAfter | undefined, now: Date): Response {
  if (!wait) return answer;
  const at = new Date(now.getTime() + wait.seconds * 1_000).toUTCString();
  return { ...answer, headers: { ...answer.headers, 'Retry-After': wait.as === 'date' ? at : String(wait.seconds) } };
}

/** What a kind answers instead; null where the request gives no reason to. */
type Refusal<K extends FaultKind> = (fault: Fault<K>, visit: Visit, now: Date) => Response | null;

const refusals = {
  sessionExpired: () => refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
  dailyLimit: () => refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
  concurrentLimit: () =>
    refused(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.'),
  throttled: ({ arg }, _, now) => after(html(429, 'Too Many Requests'), arg, now),
  unavailable: ({ arg }, _, now) =>
    after(refused(503, 'SERVER_UNAVAILABLE', 'The server is temporarily unavailable'), arg, now),
  serverError: () => refused(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred. Please include this ErrorId'),
  badGateway: () => html(502, 'Bad Gateway'),
  gatewayTimeout: () => html(504, 'Gateway Timeout'),
  settingUp: () => html(420, 'We are setting things up'),
  htmlPage: () => html(200, 'Down for maintenance'),
  uriTooLong: () => html(414, 'URI Too Long'),
  headersTooLarge: () => html(431, 'Request Header Fields Too Large'),
  redirect: ({ arg }) => ({ status: 302, text: '', headers: { Location: arg } }),
  locatorExpired: () => refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator'),
  fieldRemoved: ({ arg }, { object, soql }) => {
    const [owner = '', field = ''] = arg.split('.');
    return object?.toLowerCase() === owner.toLowerCase() && new RegExp(`\\b${field}\\b`, 'i').test(soql ?? '')
      ? refused(
          400,
          'INVALID_FIELD',
          `No such column '${field}' on entity '${owner}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
        )
      : null;
  },
  objectRefused: (_, { object }) =>
    refused(400, 'INVALIDENTITY', `Entity '${object ?? ''}' is not supported by the Bulk API.`),
  jobGone: () => refused(404, 'NOT_FOUND', 'The requested resource does not exist'),
  // The request is not carried out; nothing of this answer goes out.
  resetBeforeAnswer: () => ({ status: 503 }),
} as const satisfies { [K in FaultKind]?: Refusal<K> };

/** What stands in place of the answer; null where the fault is of another sort or does not apply. */
export function refusal(fault: Fault, visit: Visit, now: Date): Response | null {
  const make = (refusals as Readonly<Partial<Record<FaultKind, Refusal<FaultKind>>>>)[fault.kind];
  return make?.(fault, visit, now) ?? null;
}
