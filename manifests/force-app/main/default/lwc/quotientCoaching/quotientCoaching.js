// What to act on, with evidence: for the viewer, for the viewer's people, or on a person's page for that person. Their snapshots
// as the platform has them.
import { api, wire } from 'lwc';
import USER_ID from '@salesforce/user/Id';
import { graphql } from 'lightning/graphql';
import { Host, toManager } from 'c/quotientHost';
import { peopleQuery, teamQuery } from 'c/quotientQueries';
import { PersonReader, TeamReader } from 'c/quotientSnapshots';

export default class QuotientCoaching extends Host {
    /** The person whose page this is; on other pages it is the viewer's own. */
    @api recordId;
    /** A line above the figures, if any. */
    @api title;
    /** What to act on with everybody whose figures the viewer may see, in place of the viewer alone. */
    @api forTeam = false;
    /** Who gets the questions: "My manager" or "Me". */
    @api questionsTo = toManager;

    element = 'quotient-coaching';
    person = new PersonReader(USER_ID);
    team = new TeamReader();
    page = this.team.variables;
    /** The person's snapshot; null where none is published, absent while it loads or is not asked for. */
    snapshot;
    /** The viewer's own, who may be another person. */
    viewer;
    /** Those of the viewer's people, where they are asked for. */
    snapshots;
    /** Reads the person's snapshot again. */
    againPerson;

    get properties() {
        return { snapshot: this.snapshot, snapshots: this.snapshots };
    }

    get variables() {
        return this.person.variables(this.recordId);
    }

    get personQuery() {
        return this.forTeam ? undefined : peopleQuery;
    }

    get pageQuery() {
        return this.forTeam ? teamQuery : undefined;
    }

    @wire(graphql, { query: '$personQuery', variables: '$variables' })
    takeSnapshot(result) {
        if (this.forTeam) {
            return;
        }
        this.againPerson = result.refresh;
        const taken = this.person.take(result, this.recordId);
        this.fault = taken?.fault;
        if (taken?.snapshot !== undefined) {
            this.snapshot = taken.snapshot;
            this.viewer = taken.viewer;
            this.show();
        }
    }

    @wire(graphql, { query: '$pageQuery', variables: '$page' })
    takePage(result) {
        if (!this.forTeam) {
            return;
        }
        const { found, fault } = this.team.take(result) ?? {};
        this.page = this.team.variables;
        this.fault = fault;
        if (found) {
            this.known = found;
            this.viewer = found.get(USER_ID);
            this.snapshots = [...found].filter(([payee]) => payee !== USER_ID).map(([, one]) => one);
            this.show();
        }
    }

    sourceOf(payee) {
        const { reader } = this.forTeam ? this.team : this.person;
        const snapshot = this.known?.get(payee) ?? this.snapshot ?? this.viewer;
        return { asOf: snapshot?.asOf, row: reader.rows.get(payee) };
    }

    again = async () => {
        const reading = this.forTeam ? this.team.reread() : this.againPerson?.();
        this.page = this.team.variables;
        await reading;
    };
}
