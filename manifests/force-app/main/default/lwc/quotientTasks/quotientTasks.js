// A question as a task of the platform, and the answer in it: what stands in which field, and what was in the way in words.
import { messagesOf } from 'c/quotientSnapshots';
import { say } from 'c/quotientWords';

/** What subjects of questions begin with, the same in every language: lists find them by it. */
export const lead = 'Quotient: ';

/** Stands between the answer and the question, on a line of its own, in every language. */
const border = '———';

/** The most characters of a task's subject and description, and how many are left for an answer. */
const longestSubject = 255;
const longestText = 32000;
const leftForAnswer = 4500;

/** In how many days a question is due. */
const dueDays = 7;

/**
 * The task of a question: on the record it is about, for the manager, with the figure, its day and how it came about. Where
 * there is no record, or the asker keeps it private, it is on the asker's snapshot, which only they and those above them see.
 */
export function taskOf({ question, manager, asOf, snapshot, record }, text, isPrivate) {
    const about = (isPrivate ? null : record) ?? snapshot ?? record;
    return {
        apiName: 'Task',
        fields: {
            Subject: `${lead}${question.subject}`.slice(0, longestSubject),
            Description: described(question, asOf, text),
            ActivityDate: dueDay(),
            ...(about ? { WhatId: about } : {}),
            ...(manager ? { OwnerId: manager } : {})
        }
    };
}

function described({ subject, figure, trace }, asOf, text) {
    const day = asOf ? say('text.asOf', { asOf }) : null;
    const shown = figure ? `${figure.label}: ${figure.value} ${figure.unit}`.trim() : null;
    const about = [subject, [shown, day].filter(Boolean).join(', ')].filter(Boolean);
    const whole = [say('text.answer'), '', border, `${say('text.question')} ${text}`, '', ...about, '', ...trace].join('\n');
    const most = longestText - leftForAnswer;
    return whole.length > most ? `${whole.slice(0, most)}\n${say('text.cut')}` : whole;
}

function dueDay() {
    const now = new Date();
    return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + dueDays)).toISOString().slice(0, 10);
}

/** The description with an answer where people who open the task write theirs. */
export function answered(description, text) {
    const at = borderOf(description);
    const question = at === null ? `${border}\n${description}` : description.slice(at);
    return `${say('text.answer')}\n${text}\n\n${question}`.slice(0, longestText);
}

/** What was written above the question, in whichever language; empty where nothing was. */
export function answerOf(description) {
    const at = borderOf(description);
    return at === null
        ? ''
        : description
              .slice(0, at)
              .replace(/^\s*(Answer|Antwort):/, '')
              .trim();
}

function borderOf(description) {
    const at = description.search(new RegExp(`^${border}\\s*$`, 'm'));
    return at === -1 ? null : at;
}

/** Whether it is open if something was written: the request was lost, or what stands before the org failed. */
export const isUnanswered = ({ status } = {}) => !(status >= 400 && status < 500);

/** How far back a task is looked for whose writing was not answered; clocks differ. */
const lookBackMs = 3_600_000;

/** Finds what this person may have written; each time other variables, so that no kept answer stands for a new one. */
export const whereSent = ({ fields }, creator) => ({
    Subject: { eq: fields.Subject },
    CreatedById: { eq: creator },
    CreatedDate: { gte: { value: new Date(Date.now() - lookBackMs).toISOString() } }
});

/** Whether a description is the one of a task, though the org may keep other line breaks. */
export const isTextOf = ({ fields }, description) => inOneLine(description ?? '') === inOneLine(fields.Description);

const inOneLine = (text) => text.replace(/\s+/g, ' ').trim();

/** Why a task was not written, in words: what the org says of the record, and of each field. */
export function faultOf(error) {
    const { status, body } = error ?? {};
    const output = body?.output ?? {};
    const found = [...(output.errors ?? []), ...Object.values(output.fieldErrors ?? {}).flat()];
    const listed = Array.isArray(body) ? body : [body ?? error];
    const isDenied = status === 404 || [...found, ...listed].some((one) => /INSUFFICIENT_ACCESS/.test(one?.errorCode));
    const said = messagesOf(found.length > 0 ? found : listed) || say('org.nothing');
    if (isUnanswered(error)) {
        return say('send.unsure', { said });
    }
    return isDenied ? say('ask.denied') : say('ask.failed', { said });
}
