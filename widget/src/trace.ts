// How a figure is calculated: loaded when somebody asks for it, so that nobody else waits for it.
export { explainComponent, explainDeals } from '@quotient/calc';
