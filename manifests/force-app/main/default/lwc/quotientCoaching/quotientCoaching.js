// On a home page: what to act on, with evidence, for the viewer or for the viewer's people. Their snapshots as the platform has them.
import { api, wire } from 'lwc';
import USER_ID from '@salesforce/user/Id';
import { graphql } from 'lightning/graphql';
import { Host, toManager } from 'c/quotientHost';
import { peopleQuery, teamQuery } from 'c/quotientQueries';
import { Snapshots, TeamReader, nodesOf, snapshotProblem } from 'c/quotientSnapshots';

export default class QuotientCoaching extends Host {
    /** A line above the figures, if any. */
    @api title;
    /** What to act on with everybody whose figures the viewer may see, in place of the viewer alone. */
    @api forTeam = false;
    /** Who gets the questions: "My manager" or "Me". */
    @api questionsTo = toManager;

    element = 'quotient-coaching';
    own = { payees: [USER_ID] };
    reader = new Snapshots();
    team = new TeamReader();
    page = this.team.variables;
    /** The viewer's snapshot; null where none is published, absent while it loads or is not asked for. */
    snapshot;
    /** Those of the viewer's people, where they are asked for. */
    snapshots;
    /** Reads the viewer's own snapshot again. */
    againOwn;

    get properties() {
        return { snapshot: this.snapshot, snapshots: this.snapshots };
    }

    get ownQuery() {
        return this.forTeam ? undefined : peopleQuery;
    }

    get pageQuery() {
        return this.forTeam ? teamQuery : undefined;
    }

    @wire(graphql, { query: '$ownQuery', variables: '$own' })
    takeSnapshot({ data, errors, refresh }) {
        if (this.forTeam) {
            return;
        }
        this.againOwn = refresh;
        const nodes = nodesOf(data, 'QuotientSnapshot__c');
        this.fault = !nodes && errors ? snapshotProblem(errors) : undefined;
        if (nodes) {
            this.snapshot = this.reader.read(nodes).get(USER_ID) ?? null;
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
            this.snapshots = [...found].filter(([payee]) => payee !== USER_ID).map(([, one]) => one);
            this.show();
        }
    }

    get viewer() {
        return this.snapshot ?? this.known?.get(USER_ID);
    }

    sourceOf(payee) {
        const reader = this.forTeam ? this.team.reader : this.reader;
        return { asOf: (this.known?.get(payee) ?? this.viewer)?.asOf, row: reader.rows.get(payee) };
    }

    again = async () => {
        const reading = this.forTeam ? this.team.reread() : this.againOwn?.();
        this.page = this.team.variables;
        await reading;
    };
}
