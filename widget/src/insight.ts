// What is likely and what to look at: loaded by the elements that say so, after their first figures are there.
export { flags, forecast } from '@quotient/calc';
