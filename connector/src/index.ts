// The library under the commands.
export { attainmentCsv, attainmentTable, choose, rowsOf, type AttainmentRow } from './attainment.ts';
export { asOfDay, openDeals, readBookOf, snapshotsOf, type People, type SyncedBook } from './book.ts';
export { asConnectorError, ConnectorError, exitCode } from './error.ts';
export { estimateText, traceText } from './estimate.ts';
export { readFolder, type PlanFolder } from './folder/folder.ts';
export { Rest } from './org/rest.ts';
export type { Login } from './org/session.ts';
export { publish, type PublishResult } from './publish/publish.ts';
export { publishSynced, type Publishing } from './publish/publishing.ts';
export { money, percent, plain, table } from './render.ts';
export { sync, type SyncResult } from './sync/sync.ts';
