// What lies below /ui-api: records and lists.
import { notFound } from './error.ts';
import { listInfo, listRecords, relatedListCount, relatedListRecords } from './lists/ui-lists.ts';
import type { Org } from './org.ts';
import type { Request, Response } from './rest.ts';
import { uiRecords } from './ui-records.ts';

const lists: Readonly<Record<string, (org: Org, request: Request, path: readonly string[]) => object>> = {
  'list-info': listInfo,
  'list-records': listRecords,
  'related-list-count': relatedListCount,
  'related-list-records': relatedListRecords,
};

/** @throws ApiError as the platform does */
export function uiApi(org: Org, request: Request, [room = '', ...path]: readonly string[]): Response {
  if (room.toLowerCase() === 'records') return uiRecords(org, request, path);
  const list = lists[room.toLowerCase()];
  if (!list || path.length === 0) throw notFound();
  return { status: 200, body: list(org, request, path) };
}
