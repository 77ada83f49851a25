// The platform's answers in plain JSON: snapshots, a team page by page, records, and what is in the way in words.
import { say } from 'c/quotientWords';

/** The nodes of a connection in an answer of the GraphQL wire; null where it is not there. */
export function nodesOf(data, object) {
    const edges = data?.uiapi?.query?.[object]?.edges;
    return edges ? edges.map(({ node }) => node) : null;
}

/** A node or a record of the platform as plain JSON: each field's value, and records that it looks up in place of theirs. */
export function plain(fields) {
    const record = {};
    for (const [name, field] of Object.entries(fields ?? {})) {
        if (field === null || typeof field !== 'object') {
            record[name] = field;
        } else if ('value' in field) {
            const { value } = field;
            record[name] = value !== null && typeof value === 'object' ? plain(value.fields) : value;
        } else {
            record[name] = plain(field);
        }
    }
    return record;
}

/** Reads snapshots from their texts; the same text is the same object, so that nothing is calculated twice. */
export class Snapshots {
    known = new Map();
    /** Ids of the rows that hold them, by payee. */
    rows = new Map();

    /** The snapshots of nodes, by payee, without those of nobody. One that is cut short becomes an empty document, of which the element says so. */
    read(nodes) {
        const now = new Map();
        const found = new Map();
        this.rows = new Map();
        for (const { Id, Payee__c: payee, Body__c: body } of nodes) {
            if (payee?.value) {
                this.rows.set(payee.value, Id);
                const text = body?.value ?? '';
                const document = this.known.get(text) ?? parsed(text);
                now.set(text, document);
                found.set(payee.value, document);
            }
        }
        this.known = now;
        return found;
    }
}

/** Reads the figures of one person, and those of the viewer, whose manager answers what is asked of them. */
export class PersonReader {
    reader = new Snapshots();

    constructor(viewer) {
        this.viewer = viewer;
    }

    /** What to ask for a person, or for the viewer on pages that are nobody's. */
    variables(person) {
        return { payees: [...new Set([person ?? this.viewer, this.viewer])] };
    }

    /** The person's snapshot and the viewer's, null where none can be read; a fault in words; null while it loads. */
    take({ data, errors }, person) {
        const nodes = nodesOf(data, 'QuotientSnapshot__c');
        if (!nodes) {
            return errors ? { fault: snapshotProblem(errors) } : null;
        }
        const found = this.reader.read(nodes);
        const snapshot = found.get(person ?? this.viewer) ?? null;
        const isOther = Boolean(person) && person !== this.viewer;
        const fault = isOther && !snapshot ? { title: say('person.title'), text: say('person.text') } : undefined;
        return { snapshot, viewer: found.get(this.viewer) ?? null, fault };
    }
}

/** The first page of a team. */
const firstPage = { after: null };

/** Reads a team page by page: hand it each answer of the wire, and ask with `variables` as they are then. */
export class TeamReader {
    variables = firstPage;
    reader = new Snapshots();
    nodes = new Map();
    /** Cursors of the pages that were read again, while that goes on. */
    renewed;
    again;

    /** All snapshots by payee with the last page; a fault in words; null while more is to come. */
    take({ data, errors, refresh }) {
        this.again = refresh;
        if (this.renewed && refresh && !this.renewed.has(this.variables.after)) {
            this.renewed.add(this.variables.after);
            refresh();
            return null;
        }
        const nodes = nodesOf(data, 'QuotientSnapshot__c');
        if (!nodes) {
            return errors ? { fault: snapshotProblem(errors) } : null;
        }
        for (const node of nodes) {
            this.nodes.set(node.Id, node);
        }
        const { hasNextPage, endCursor } = data.uiapi.query.QuotientSnapshot__c.pageInfo;
        if (hasNextPage) {
            this.variables = { after: endCursor };
            return null;
        }
        this.renewed = undefined;
        const found = this.reader.read([...this.nodes.values()]);
        this.nodes = new Map();
        return { found };
    }

    /** Begins again with the first page, and has each read anew as it comes up: the platform keeps those that it has read. */
    async reread() {
        this.nodes = new Map();
        if (this.variables === firstPage) {
            await this.again?.();
        } else {
            this.renewed = new Set();
            this.variables = firstPage;
        }
    }
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch (error) {
        if (error instanceof SyntaxError) {
            return {};
        }
        throw error;
    }
}

/** Fields of a list that a record of `getRecord` does not bring: they are hidden from the viewer, or the org has none. */
export function hiddenFields(record, fields) {
    return fields.filter((path) => {
        let at = record;
        for (const name of path.split('.')) {
            const field = at.fields?.[name];
            if (field === undefined) {
                return true;
            }
            if (field.value === null) {
                return false;
            }
            at = field.value;
        }
        return false;
    });
}

/** Why snapshots cannot be read, in words. */
export function snapshotProblem(errors) {
    const said = messagesOf(errors);
    if (/QuotientSnapshot__c|Body__c|Payee__c/.test(said) && /undefined|not exist|no access|insufficient/i.test(said)) {
        return { title: say('access.title'), text: say('access.text') };
    }
    return { title: say('figures.title'), text: say('org.says', { said: said || say('org.nothing') }) };
}

/** Why the record cannot be read, in words. */
export function recordProblem(error) {
    const { status, body } = error ?? {};
    if (status === 403 || status === 404) {
        return { title: say('record.title'), text: say('record.text') };
    }
    const said = messagesOf(Array.isArray(body) ? body : [body ?? error]);
    return { title: say('unread.title'), text: say('org.says', { said: said || say('org.nothing') }) };
}

/** What the org says, as one text. */
export function messagesOf(errors) {
    return (Array.isArray(errors) ? errors : [errors])
        .map((error) => error?.message?.trim().replace(/\.$/, ''))
        .filter(Boolean)
        .join('; ');
}
