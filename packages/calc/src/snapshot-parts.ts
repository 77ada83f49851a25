// The parts of a snapshot that figures are made of: is each there, and what it should be? Its schema would say, but a page has no bytes for that.
import { parsePercent } from './decimal.ts';
import { creditKeys } from './part.ts';
import { parseDay } from './period.ts';
import type { Measure } from './plan.ts';

export type Row = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

export const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null;
export const isString = (value: unknown): value is string => typeof value === 'string';
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
export const isDay: Check = (value) => isText(value) && parseDay(value) !== null;
const isDecimal: Check = (value) =>
  Number.isFinite(value) || (typeof value === 'string' && /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/.test(value));
export const isListOf = (value: unknown, isOne: Check): boolean => Array.isArray(value) && value.every(isOne);
export const isMapOf = (value: unknown, isOne: Check): boolean => isObject(value) && Object.values(value).every(isOne);
const isMissing: Check = (value) => value === undefined || value === null;
const isMonth: Check = (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 12;
export const isCurrency = (value: unknown): value is string => isText(value) && /^[A-Z]{3}$/.test(value);
const isUnit: Check = (value) => ['month', 'quarter', 'half', 'year'].includes(value as string);
/** It holds from one day on, to another where it says so. */
const isDated: Check = (value) =>
  isObject(value) && isDay(value['from']) && (isMissing(value['to']) || isDay(value['to']));

/** Is a snapshot whole, as far as it is calculated with? */
export const isWhole = ({
  version,
  asOf,
  payee,
  plans,
  below,
  earlier,
  later,
  rates,
  corporateCurrency,
}: Row): boolean =>
  isText(version) &&
  isDay(asOf) &&
  isObject(payee) &&
  isText(payee['Id']) &&
  typeof payee['Name'] === 'string' &&
  ['ManagerId', 'Title', 'Division'].every((key) => isMissing(payee[key]) || typeof payee[key] === 'string') &&
  isCurrency(corporateCurrency) &&
  isMapOf(below, Number.isInteger) &&
  isListOf(earlier ?? [], (one) => isObject(one) && isDay(one['to']) && isMapOf(one['below'], Number.isInteger)) &&
  isListOf(later ?? [], (one) => isDated(one) && isMapOf((one as Row)['below'], Number.isInteger)) &&
  isListOf(
    rates,
    (one) => isObject(one) && isCurrency(one['currency']) && Number(one['rate']) > 0 && isDecimal(one['rate']),
  ) &&
  isListOf(plans, (own) => isObject(own) && isWholePlan(own) && yearsBetween(own['from'], asOf) <= mostYears);

/** Payment periods are followed from then to the as-of date. */
const mostYears = 100;
const yearsBetween = (from: unknown, to: unknown): number =>
  Number.parseInt(String(to)) - Number.parseInt(String(from));

function isWholePlan(own: Row): boolean {
  const { from, debt, records, versions = [], effective = [], payments = {}, carried = [], standing } = own;
  const count = Array.isArray(records) ? records.length : 0;
  return (
    isDay(from) &&
    isDecimal(debt) &&
    isListOf(own['assignments'], isDated) &&
    isListOf(effective, isDated) &&
    isListOf(own['quotas'], isObject) &&
    isListOf(own['entries'], (one) => isObject(one) && isDay(one['date'])) &&
    isListOf(records, (one) => Array.isArray(one) && isText(one[0]) && isDay(one[1])) &&
    isMapOf(payments, (rows) => isListOf(rows, isObject)) &&
    isListOf(carried, (one) => Array.isArray(one) && isDay(one[0]) && one.slice(1).every(isDecimal)) &&
    isListOf(versions, isObject) &&
    [own, ...(versions as Row[])].every((one) => isWholeVersion(one, count)) &&
    (isMissing(standing) || isStanding(standing as Row))
  );
}

/** A version of a plan, whose credits are of so many records. */
function isWholeVersion({ plan, credits }: Row, records: number): boolean {
  if (!isObject(plan) || !isObject(credits)) return false;
  const { id, name, currency, pay, payday = {}, calendar, effective, components, measures } = plan;
  const isCredit: Check = (row) =>
    Array.isArray(row) &&
    Number.isInteger(row[0]) &&
    row[0] >= 0 &&
    row[0] < records &&
    isDecimal(row[1]) &&
    (row[2] === undefined || /^-?\d+\/0*[1-9]\d*$/.test(String(row[2])));
  return (
    isText(id) &&
    typeof name === 'string' &&
    isCurrency(currency) &&
    isMapOf(payday, Number.isInteger) &&
    (calendar === undefined || (isObject(calendar) && isMonth(calendar['fiscalYearStart']))) &&
    (pay === undefined || isUnit(pay)) &&
    isDated(effective) &&
    isMapOf(measures, isMeasure) &&
    Object.entries(measures as Record<string, Measure>).every(([name, measure]) =>
      creditKeys(name, measure).every((key) => Object.hasOwn(credits, key) && isListOf(credits[key], isCredit)),
    ) &&
    isListOf(components, (one) => isObject(one) && isComponent(one, measures as Row)) &&
    (components as unknown[]).length > 0
  );
}

function isMeasure(measure: unknown): boolean {
  if (!isObject(measure)) return false;
  const { entered, earnings, ratio, date } = measure;
  if (entered || earnings) return true;
  const sides = isObject(ratio) ? [ratio['of'], ratio['per']] : [measure];
  return isText(date) && sides.every((side) => isObject(side) && isText(side['object']) && isText(side['value']));
}

const isComponent = ({ id, label, window, measure, blend, rate }: Row, measures: Row): boolean =>
  isText(id) &&
  (label === undefined || typeof label === 'string') &&
  isUnit(window) &&
  (measure === undefined ? isListOf(blend, isObject) : Object.hasOwn(measures, String(measure))) &&
  isObject(rate) &&
  isRate(rate);

/** A table of tiers, of points, by each step, or of rows and columns. */
const isRate = ({ tiers, points, every, pays, rates, rows, columns }: Row): boolean =>
  rows === undefined
    ? isListOf(tiers ?? points ?? [{ from: every, pays }], isStep)
    : [rows, columns].every((side) => isObject(side) && isListOf(side['from'], isNumber)) &&
      isListOf(rates ?? pays, (row) => isListOf(row, isNumber));

const isStep: Check = (step) =>
  isObject(step) && isNumber(step['from'] ?? step['at']) && isNumber(step['rate'] ?? step['pays']);

/** A decimal, a percentage, or a multiple of the base rate. */
const isNumber: Check = (value) => parsePercent(isText(value) ? value.replace(/x$/, '') : value) !== null;

/** Where somebody stands, as it was published. */
const isStanding = ({ credited, quota, attainment, ahead, pace, earned, payable, rollsUp, ...texts }: Row): boolean =>
  ['period', 'component', 'label', 'window', 'unit'].every((key) => typeof texts[key] === 'string') &&
  typeof rollsUp === 'boolean' &&
  [pace, earned, payable].every(isFigure) &&
  [credited, quota, attainment, ahead].every((figure) => figure === null || isFigure(figure));

/** A decimal as it is published, without an exponent. */
export const isFigure: Check = (value) => isText(value) && /^-?\d+(\.\d+)?$/.test(value);
