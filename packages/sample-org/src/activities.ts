// What the platform derives on a task: its status and priority where none is given, and whether it is closed.
import type { Row } from './rows.ts';

/** Fills the derived fields of a task that is written. */
export function deriveTask(row: Row): void {
  row['Status'] ??= 'Not Started';
  row['Priority'] ??= 'Normal';
  row['IsClosed'] = row['Status'] === 'Completed';
}
