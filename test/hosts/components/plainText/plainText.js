// Texts and nothing else: what any component of the platform takes to show them.
import { LightningElement, api } from 'lwc';

export default class PlainText extends LightningElement {
  /** `{ id, text }` of each line. */
  @api lines = [];
}
