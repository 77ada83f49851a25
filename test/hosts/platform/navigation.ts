// lightning/navigation: keeps where a component went.
import { thePage } from './person.ts';

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

type Component = new (...args: never[]) => object;

export const NavigationMixin = Object.assign(
  <Base extends Component>(base: Base) =>
    class extends (base as new () => object) {
      [Navigate](detail: unknown): void {
        thePage().done.push({ what: 'navigate', detail });
      }
    },
  { Navigate, GenerateUrl },
);
