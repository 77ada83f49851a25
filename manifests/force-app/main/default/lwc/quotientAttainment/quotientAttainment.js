// Where one stands: on a rep's home the viewer, on a person's page that person. Their snapshot as the platform has it.
import { api, wire } from 'lwc';
import USER_ID from '@salesforce/user/Id';
import { graphql } from 'lightning/graphql';
import { Host, toManager } from 'c/quotientHost';
import { peopleQuery } from 'c/quotientQueries';
import { PersonReader } from 'c/quotientSnapshots';

export default class QuotientAttainment extends Host {
    /** The person whose page this is; on other pages it is the viewer's own. */
    @api recordId;
    /** A line above the figures, if any. */
    @api title;
    /** Who gets the questions: "My manager" or "Me". */
    @api questionsTo = toManager;

    element = 'quotient-attainment';
    query = peopleQuery;
    /** The person's snapshot; null where none is published, absent while it loads. */
    snapshot;
    /** The viewer's own, who may be another person. */
    viewer;
    person = new PersonReader(USER_ID);

    get variables() {
        return this.person.variables(this.recordId);
    }

    get properties() {
        return { snapshot: this.snapshot };
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    takeSnapshot(result) {
        this.again = result.refresh;
        const taken = this.person.take(result, this.recordId);
        this.fault = taken?.fault;
        if (taken?.snapshot !== undefined) {
            this.snapshot = taken.snapshot;
            this.viewer = taken.viewer;
            this.show();
        }
    }

    sourceOf(payee) {
        return { asOf: this.snapshot?.asOf, row: this.person.reader.rows.get(payee) };
    }
}
