// On a manager's page: where everybody stands whose snapshot the viewer may read, and behind each row that person's own page.
import { api, wire } from 'lwc';
import USER_ID from '@salesforce/user/Id';
import { graphql } from 'lightning/graphql';
import { Host, place, toManager } from 'c/quotientHost';
import { reportsQuery, teamQuery } from 'c/quotientQueries';
import { TeamReader, nodesOf } from 'c/quotientSnapshots';
import { say } from 'c/quotientWords';

const personElement = 'quotient-attainment';

export default class QuotientTeam extends Host {
    /** A line above the figures, if any. */
    @api title;
    /** Leaves out the viewer's own figures. */
    @api withoutMe = false;
    /** Who gets the questions: "My manager" or "Me". */
    @api questionsTo = toManager;

    element = 'quotient-team';
    backText = say('team.back');
    reader = new TeamReader();
    query = teamQuery;
    variables = this.reader.variables;
    /** All snapshots that the viewer may read, once the last page of them is there. */
    snapshots;
    reports = reportsQuery;
    lead = { lead: USER_ID };
    /** Who reports to the viewer, where the platform says so: the element tells how many of them it cannot show. */
    people;
    /** The snapshot of the person whose page is open. */
    person;

    get properties() {
        return { snapshots: this.snapshots, people: this.people };
    }

    show() {
        super.show();
        if (this.isRendered && this.person) {
            place(this, this.refs.person, personElement, { snapshot: this.person });
        }
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    takePage(result) {
        const { found, fault } = this.reader.take(result) ?? {};
        this.variables = this.reader.variables;
        this.fault = fault;
        if (found) {
            this.known = found;
            this.person = this.person && found.get(this.person.payee?.Id);
            this.snapshots = [...found].filter(([payee]) => !(this.withoutMe && payee === USER_ID)).map(([, one]) => one);
            this.show();
        }
    }

    /** Without an answer nothing is said of people who are not shown; figures do not wait for it. */
    @wire(graphql, { query: '$reports', variables: '$lead' })
    takePeople({ data }) {
        this.people = nodesOf(data, 'User')?.map(({ Id }) => ({ Id }));
        this.show();
    }

    /** A person's page opens in place; a record, and a person where there is no such page, in the platform's way. */
    select(detail) {
        const person = detail.payee && this.known?.get(detail.payee);
        if (person && customElements.get(personElement)) {
            this.person = person;
        } else {
            super.select(detail);
        }
    }

    leave() {
        this.person = undefined;
    }

    get viewer() {
        return this.known?.get(USER_ID);
    }

    sourceOf(payee) {
        const asOf = (this.known?.get(payee) ?? this.snapshots?.[0])?.asOf;
        return { asOf, row: this.reader.reader.rows.get(payee) };
    }

    again = async () => {
        const reading = this.reader.reread();
        this.variables = this.reader.variables;
        await reading;
    };
}
