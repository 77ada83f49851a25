// The plan files that a command names: read and checked, everything wrong with any of them told at once.
import { existsSync } from 'node:fs';
import { readPlan, type Plan } from '@quotient/calc';
import { ConnectorError, exitCode } from './error.ts';
import { inFile, readDocument, type SourceFile } from './folder/document.ts';

export interface PlanFile {
  readonly file: string;
  readonly plan: Plan;
  readonly source: SourceFile;
}

export interface PlanFiles {
  readonly read: readonly PlanFile[];
  /** What is wrong with the others, as one error; null where all could be read. */
  readonly failure: ConnectorError | null;
}

/** @throws ConnectorError (2) where no file is named; `example` says how one is. */
export function readPlanFiles(files: readonly string[], example: string): PlanFiles {
  if (files.length === 0) throw new ConnectorError('no-file', exitCode.usage, 'No plan file was named.', [example]);
  const failures: ConnectorError[] = [];
  const read = files.flatMap((file) => {
    try {
      return [readPlanFile(file)];
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      failures.push(error);
      return [];
    }
  });
  const [first] = failures;
  return {
    read,
    failure: first
      ? new ConnectorError(
          first.code,
          first.exitCode,
          failures.map(({ message }) => message).join('\n'),
          failures.flatMap(({ actions }) => actions),
        )
      : null,
  };
}

/** The same for commands that go on only where every file is a plan. @throws ConnectorError (2) with all that is wrong. */
export function requirePlanFiles(files: readonly string[], example: string): readonly PlanFile[] {
  const { read, failure } = readPlanFiles(files, example);
  if (failure) throw failure;
  return read;
}

/** @throws ConnectorError (2) with file, line and column. */
export function readPlanFile(file: string): PlanFile {
  const source = readDocument(file);
  return { file, source, plan: inFile(source, () => readPlan(source.value)) };
}

/** A plan by its file, or by its id among those of a folder. @throws ConnectorError (2) where it is neither. */
export function planNamed(name: string, plans: readonly Plan[]): Plan {
  if (existsSync(name)) return readPlanFile(name).plan;
  // Of several versions the latest is meant.
  const known = plans
    .filter(({ id }) => id === name)
    .toSorted((a, b) => (a.effective.from < b.effective.from ? 1 : -1));
  if (known[0]) return known[0];
  throw new ConnectorError('no-file', exitCode.usage, `${name} is no file and no plan of the folder.`, [
    plans.length > 0 ? `Plans here: ${[...new Set(plans.map(({ id }) => id))].join(', ')}.` : 'Name a plan file.',
  ]);
}
