// Writes to SQLite, numbered: each can be made to fail as a full disk makes it fail, before it is done.
import { DatabaseSync, StatementSync } from 'node:sqlite';

export interface Writes {
  /** How many writes there were. */
  readonly count: number;
  /** Ends the numbering; writes are as before. */
  stop(): void;
}

const isWrite = (sql: string): boolean =>
  /^\s*(BEGIN|COMMIT|INSERT|UPDATE|DELETE|CREATE|DROP|PRAGMA|VACUUM)/i.test(sql);

/** Numbers the writes of this process from now on, from 1; the `failing`-th fails. */
export function numberWrites(failing = 0): Writes {
  let count = 0;
  // oxlint-disable-next-line unbound-method -- both are called with the object that they are asked of
  const [exec, run] = [DatabaseSync.prototype.exec, StatementSync.prototype.run];
  const written = (): void => {
    if (++count === failing)
      throw Object.assign(new Error(`no space left on device, write ${count}`), { code: 'ENOSPC' });
  };
  DatabaseSync.prototype.exec = function (sql) {
    if (isWrite(sql)) written();
    return exec.call(this, sql);
  };
  StatementSync.prototype.run = function (...values: unknown[]) {
    written();
    return Reflect.apply(run, this, values);
  };
  return {
    get count() {
      return count;
    },
    stop: () => {
      DatabaseSync.prototype.exec = exec;
      StatementSync.prototype.run = run;
    },
  };
}
