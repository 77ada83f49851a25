// On a rep's home: where one stands. The viewer's snapshot as the platform has it.
import { api, wire } from 'lwc';
import USER_ID from '@salesforce/user/Id';
import { graphql } from 'lightning/graphql';
import { Host, toManager } from 'c/quotientHost';
import { peopleQuery } from 'c/quotientQueries';
import { Snapshots, nodesOf, snapshotProblem } from 'c/quotientSnapshots';

export default class QuotientAttainment extends Host {
    /** A line above the figures, if any. */
    @api title;
    /** Who gets the questions: "My manager" or "Me". */
    @api questionsTo = toManager;

    element = 'quotient-attainment';
    query = peopleQuery;
    variables = { payees: [USER_ID] };
    /** The viewer's snapshot; null where none is published, absent while it loads. */
    snapshot;
    reader = new Snapshots();

    get properties() {
        return { snapshot: this.snapshot };
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    takeSnapshot({ data, errors, refresh }) {
        this.again = refresh;
        const nodes = nodesOf(data, 'QuotientSnapshot__c');
        this.fault = !nodes && errors ? snapshotProblem(errors) : undefined;
        if (nodes) {
            this.snapshot = this.reader.read(nodes).get(USER_ID) ?? null;
            this.show();
        }
    }

    get viewer() {
        return this.snapshot;
    }

    sourceOf(payee) {
        return { asOf: this.snapshot?.asOf, row: this.reader.rows.get(payee) };
    }
}
