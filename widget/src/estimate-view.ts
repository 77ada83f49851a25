// What the page on a deal says, before it is drawn: for whom, in which state, and from which plan and component.
import { curve, curveOf, estimateOf, QuotientError, readSnapshot, statements, sumOf } from '@quotient/calc';
import type {
  ComponentEstimate,
  Curve,
  Deal,
  EstimateAsDated,
  Plan,
  PlanEstimate,
  Snapshot,
  Statement,
} from '@quotient/calc';
import { isZero } from './zero.ts';

/** A line of a statement that the deal has earned. */
export interface EarnedLine {
  readonly component: string;
  readonly period: string;
  readonly earned: string;
}

interface OfPerson {
  readonly snapshot: Snapshot;
  readonly isViewer: boolean;
}
interface Leading extends OfPerson {
  readonly answer: EstimateAsDated;
  readonly plan: Plan;
  readonly planEstimate: PlanEstimate;
  readonly component: ComponentEstimate;
}
/** What the deal means to one person. */
export type PersonView =
  | (Leading & { readonly kind: 'worth'; readonly isWon: boolean })
  | (Leading & { readonly kind: 'past' })
  | (Leading & {
      readonly kind: 'earned';
      readonly total: string;
      readonly lines: readonly EarnedLine[];
      readonly attainment: string | null;
      readonly window: string;
    })
  | (OfPerson & { readonly kind: 'nothing'; readonly owner: string | null; readonly isOwner: boolean })
  | (OfPerson & { readonly kind: 'cannot-say'; readonly code: string; readonly message: string });

export type EstimateView =
  | { readonly state: 'loading' | 'no-snapshot' | 'lost' }
  | { readonly state: 'broken'; readonly code: string; readonly message: string }
  | { readonly state: 'people'; readonly people: readonly PersonView[] };

/** The view of a deal for the viewer, whose snapshot comes first (null where there is none), and for others whom the viewer may see. */
export function viewOf(
  documents: readonly unknown[] | null | undefined,
  deal: Deal | null | undefined,
  live: Deal | null | undefined = deal,
): EstimateView {
  if (!documents || !deal?.record || !live) return { state: 'loading' };
  const [first, ...rest] = documents;
  const viewer = first ? readOnce(first) : null;
  if (viewer instanceof QuotientError) return { state: 'broken', ...wordsOf(viewer) };
  const others = readable(rest);
  if (isLost(deal)) return { state: 'lost' };
  const isPlayed = live !== deal;
  const own = viewer ? [personView(viewer, live, { isViewer: true, isPlayed })] : [];
  const theirs = others
    .filter((held) => mayBeCredited(held, deal))
    .map((held) => personView(held, live, { isViewer: false, isPlayed }));
  const people = [...own, ...theirs.filter(({ kind }) => kind !== 'nothing')];
  return people.length === 0 ? { state: 'no-snapshot' } : { state: 'people', people };
}

/** The payout curve behind what a person earns or would earn; null where there is none to draw. */
export function curveBehind(view: PersonView | undefined): Curve | null {
  if (view?.kind !== 'worth' && view?.kind !== 'earned') return null;
  const of = { plan: view.plan.id, component: view.component.id };
  return view.kind === 'worth' ? curveOf(view.answer, of) : curve(view.snapshot, of);
}

const known = new WeakMap<object, Snapshot | QuotientError>();

/** Reads a published document once; another version or a broken one is an error in words. */
export function readOnce(document: unknown): Snapshot | QuotientError {
  const key = typeof document === 'object' && document !== null ? document : {};
  let found = known.get(key);
  if (!found) {
    try {
      found = readSnapshot(document);
    } catch (error) {
      if (!(error instanceof QuotientError)) throw error;
      found = error;
    }
    known.set(key, found);
  }
  return found;
}

/** Whose a document is, read or not; null where it does not say so. */
export function personOf(document: unknown): string | null {
  const name = (document as { readonly payee?: { readonly Name?: unknown } | null } | null)?.payee?.Name;
  return typeof name === 'string' && name !== '' ? name : null;
}

/** The snapshots among documents that can be read. */
export function readable(documents: readonly unknown[]): Snapshot[] {
  return documents.filter(Boolean).flatMap((document) => {
    const snapshot = readOnce(document);
    return snapshot instanceof QuotientError ? [] : [snapshot];
  });
}

/** What is wrong with a document, without the place in it: a reader cannot mend it there. */
function wordsOf({ code, problems }: QuotientError): { code: string; message: string } {
  const [first] = problems;
  return { code, message: first ? `${first.message} ${first.remedy}`.trim() : '' };
}

const flag = ({ record, set }: Deal, name: string): unknown => (set && name in set ? set[name] : record[name]);
const isLost = (deal: Deal): boolean => flag(deal, 'IsClosed') === true && flag(deal, 'IsWon') === false;
const isWonDeal = (deal: Deal, { wonStage }: Snapshot): boolean =>
  flag(deal, 'IsWon') === true || (wonStage !== undefined && flag(deal, 'StageName') === wonStage);

/** Only people whom the deal names, and those above its owner, are worth an estimate. */
function mayBeCredited({ payee, below }: Snapshot, { record, related }: Deal): boolean {
  const people = [
    record['OwnerId'],
    ...Object.values(related ?? {}).flatMap((rows) =>
      rows.flatMap((row) => [row['SplitOwnerId'], row['UserId'], row['OwnerId']]),
    ),
  ];
  return people.some((person) => person === payee.Id || (typeof person === 'string' && below[person] !== undefined));
}

function personView(
  snapshot: Snapshot,
  deal: Deal,
  { isViewer, isPlayed }: { readonly isViewer: boolean; readonly isPlayed: boolean },
): PersonView {
  const person: OfPerson = { snapshot, isViewer };
  const answer = estimateOf(snapshot, [deal]);
  if (answer.cannotSay)
    return {
      ...person,
      kind: 'cannot-say',
      code: answer.cannotSay.code,
      message: named(answer.cannotSay.message, deal),
    };
  const isWon = isWonDeal(deal, snapshot) && !isPlayed && Object.keys(deal.set ?? {}).length === 0;
  const counted = isWon ? linesOf(snapshot, deal) : [];
  const planEstimate =
    answer.plans.find(({ plan }) => counted.some((line) => line.plan === plan)) ??
    answer.plans.find(({ worth }) => !isZero(worth)) ??
    answer.plans.find(({ components }) => components.some(moves)) ??
    answer.plans[0];
  const plan = snapshot.plans.find((own) => own.plan.id === planEstimate?.plan)?.plan;
  const component = planEstimate && leadingOf(planEstimate);
  if (!planEstimate || !plan || !component) return { ...person, kind: 'nothing', ...owner(snapshot, deal) };
  const leading: Leading = { ...person, answer, plan, planEstimate, component };
  const own = counted.filter((line) => line.plan === planEstimate.plan);
  if (own.length > 0) {
    return {
      ...leading,
      kind: 'earned',
      total: sumOf(own.map(({ earned }) => earned)),
      lines: own,
      ...standingOf(snapshot, planEstimate.plan, component.id, own),
    };
  }
  if (!isPlayed && !answer.plans.some(({ components, worth }) => !isZero(worth) || components.some(moves)))
    return { ...person, kind: 'nothing', ...owner(snapshot, deal) };
  if (isWon && answer.notes.some(({ code }) => code === 'ended-period')) return { ...leading, kind: 'past' };
  return { ...leading, kind: 'worth', isWon };
}

/** Where the payee stands by now in the window in which a deal was counted. */
function standingOf(
  snapshot: Snapshot,
  plan: string,
  component: string,
  lines: readonly { readonly statement: Statement }[],
): { attainment: string | null; window: string } {
  const of = (statement: Statement | undefined): Statement['components'][number] | undefined =>
    statement?.components.find(({ id }) => id === component);
  const window = of(lines.at(-1)?.statement)?.window ?? '';
  const latest = statementsOf(snapshot).findLast(
    (statement) => statement.plan === plan && of(statement)?.window === window,
  );
  return { window, attainment: of(latest)?.attainment ?? null };
}

/** A message about the deal, with its name in place of its id. */
function named(message: string, { record }: Deal): string {
  const { Id, Name } = record;
  return typeof Id === 'string' && typeof Name === 'string' && Id !== '' ? message.replaceAll(Id, Name) : message;
}

const moves = ({ credited: [before, after], worth }: ComponentEstimate): boolean => before !== after || !isZero(worth);

/** The component to draw: the first that the deal moves towards a quota, else the first that it moves at all. */
function leadingOf({ components }: PlanEstimate): ComponentEstimate | undefined {
  return (
    components.find((one) => moves(one) && one.quota !== null && one.unit !== 'ratio') ??
    components.find(moves) ??
    components.find(({ quota }) => quota !== null) ??
    components[0]
  );
}

function owner({ payee }: Snapshot, { record }: Deal): { owner: string | null; isOwner: boolean } {
  const related = record['Owner'];
  const name: unknown =
    typeof related === 'object' && related !== null ? (related as { readonly Name?: unknown }).Name : null;
  return { owner: typeof name === 'string' ? name : null, isOwner: record['OwnerId'] === payee.Id };
}

const calculated = new WeakMap<Snapshot, Statement[]>();

function statementsOf(snapshot: Snapshot): readonly Statement[] {
  let found = calculated.get(snapshot);
  if (!found) calculated.set(snapshot, (found = statements(snapshot)));
  return found;
}

/** The lines of the snapshot's statements that belong to the deal's record. */
function linesOf(
  snapshot: Snapshot,
  { record }: Deal,
): (EarnedLine & { readonly plan: string; readonly statement: Statement })[] {
  return statementsOf(snapshot).flatMap((statement) =>
    statement.components.flatMap(({ id, lines }) =>
      lines
        .filter((line) => line.record === record['Id'])
        .map(({ earned }) => ({ plan: statement.plan, component: id, period: statement.period, earned, statement })),
    ),
  );
}
