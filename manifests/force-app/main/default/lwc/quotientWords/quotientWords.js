// What the hosts say themselves, in the viewer's language: English, and German where that is theirs.
import LOCALE from '@salesforce/i18n/locale';

const en = {
    'security.title': 'Lightning Web Security is off',
    'security.text':
        'These figures are shown only where Lightning Web Security is on. Ask your administrator to switch it on in Setup, under Session Settings.',
    'access.title': 'You have no access to Quotient',
    'access.text': 'Ask your administrator for the permission set Quotient Rep or Quotient Manager.',
    'record.title': 'You may not see this record',
    'record.text': 'It is hidden from you, or deleted. Ask its owner to share it.',
    'person.title': 'No figures that you may see',
    'person.text':
        'None are published for this person, or you may not see them: figures are seen by their person and by those above.',
    'figures.title': 'The figures can’t be read now',
    'unread.title': 'The record can’t be read now',
    'org.says': 'The org says: {said}. Load the page again; if that does not help, show this to your administrator.',
    'org.nothing': 'nothing',
    'hidden.title': 'A field is hidden from you',
    'hidden.text':
        'What this deal pays depends on {fields}, which you may not see. Ask your administrator for read access.',
    'hidden.OpportunitySplit': 'its splits',
    'hidden.OpportunityTeamMember': 'its team',
    'again.title': 'Read again',
    'again.text': 'These are the latest figures that were published.',
    'team.back': 'Back to the team',
    'ask.title': 'Your question',
    'ask.manager': 'Your manager gets it as a task, with the figure and how it is calculated.',
    'ask.me': 'It becomes one of your own tasks, with the figure and how it is calculated.',
    'ask.private': 'Keep it with my figures, not on the deal: whoever sees the deal can read what is kept there.',
    'ask.empty': 'Write what you want to know.',
    'ask.failed': 'Not sent; your text is kept. The org says: {said}.',
    'ask.denied': 'Not sent; your text is kept. You may not make this task. Ask your administrator for access to tasks.',
    'send.unsure':
        'It may or may not have been sent; your text is kept. Send again: what is there already is not sent twice. The org says: {said}.',
    'ask.sent.manager': 'Sent. Your manager has it as a task.',
    'ask.sent.me': 'Kept. It is among your tasks.',
    'answer.title': 'Your answer',
    'answer.note': 'Whoever asked sees it where they asked, and the task is completed.',
    'answer.empty': 'Write an answer.',
    'answer.sent': 'Answered.',
    send: 'Send',
    cancel: 'Cancel',
    close: 'Close',
    'task.open': 'Open the task',
    'figure.open': 'Open the figure',
    'list.title': 'Questions',
    'list.waiting': 'Questions ({count} wait for your answer)',
    'list.unread': 'Questions can’t be listed here; they are among your tasks.',
    'list.more': 'The latest ten are shown; the others are among your tasks.',
    'row.open': 'not answered yet',
    'row.done': 'answered',
    'row.elsewhere': 'The answer is in the task.',
    'row.answer': 'Answer',
    'text.answer': 'Answer:',
    'text.question': 'Question:',
    'text.asOf': 'as of {asOf}',
    'text.cut': 'The rest does not fit into a task.'
};

const de = {
    'security.title': 'Lightning Web Security ist aus',
    'security.text':
        'Diese Zahlen gibt es nur, wo Lightning Web Security an ist. Bitten Sie Ihren Administrator, es im Setup unter „Sitzungseinstellungen“ einzuschalten.',
    'access.title': 'Sie haben keinen Zugriff auf Quotient',
    'access.text': 'Bitten Sie Ihren Administrator um den Berechtigungssatz Quotient Rep oder Quotient Manager.',
    'record.title': 'Sie dürfen diesen Datensatz nicht sehen',
    'record.text': 'Er ist Ihnen verborgen oder gelöscht. Bitten Sie den Inhaber, ihn freizugeben.',
    'person.title': 'Keine Zahlen, die Sie sehen dürfen',
    'person.text':
        'Für diese Person sind keine veröffentlicht, oder Sie dürfen sie nicht sehen: Zahlen sehen die Person selbst und ihre Führungskräfte.',
    'figures.title': 'Die Zahlen sind gerade nicht zu lesen',
    'unread.title': 'Der Datensatz ist gerade nicht zu lesen',
    'org.says':
        'Die Organisation sagt: {said}. Laden Sie die Seite neu; hilft das nicht, zeigen Sie dies Ihrem Administrator.',
    'org.nothing': 'nichts',
    'hidden.title': 'Ein Feld ist Ihnen verborgen',
    'hidden.text':
        'Was dieser Deal zahlt, hängt von {fields} ab, was Sie nicht sehen dürfen. Bitten Sie Ihren Administrator um Lesezugriff.',
    'hidden.OpportunitySplit': 'seinen Splits',
    'hidden.OpportunityTeamMember': 'seinem Team',
    'again.title': 'Neu gelesen',
    'again.text': 'Das sind die zuletzt veröffentlichten Zahlen.',
    'team.back': 'Zurück zum Team',
    'ask.title': 'Ihre Frage',
    'ask.manager': 'Ihre Führungskraft bekommt sie als Aufgabe, mit der Zahl und ihrer Berechnung.',
    'ask.me': 'Sie wird eine Ihrer eigenen Aufgaben, mit der Zahl und ihrer Berechnung.',
    'ask.private':
        'Bei meinen Zahlen ablegen, nicht am Deal: Was dort liegt, kann jeder lesen, der den Deal sieht.',
    'ask.empty': 'Schreiben Sie, was Sie wissen möchten.',
    'ask.failed': 'Nicht gesendet; Ihr Text bleibt stehen. Die Organisation sagt: {said}.',
    'ask.denied':
        'Nicht gesendet; Ihr Text bleibt stehen. Sie dürfen diese Aufgabe nicht anlegen. Bitten Sie Ihren Administrator um Zugriff auf Aufgaben.',
    'send.unsure':
        'Vielleicht ist es gesendet, vielleicht nicht; Ihr Text bleibt stehen. Senden Sie noch einmal: Was schon da ist, wird nicht doppelt gesendet. Die Organisation sagt: {said}.',
    'ask.sent.manager': 'Gesendet. Ihre Führungskraft hat sie als Aufgabe.',
    'ask.sent.me': 'Abgelegt. Sie ist unter Ihren Aufgaben.',
    'answer.title': 'Ihre Antwort',
    'answer.note': 'Wer gefragt hat, sieht sie dort, wo die Frage gestellt wurde; die Aufgabe ist damit erledigt.',
    'answer.empty': 'Schreiben Sie eine Antwort.',
    'answer.sent': 'Beantwortet.',
    send: 'Senden',
    cancel: 'Abbrechen',
    close: 'Schließen',
    'task.open': 'Aufgabe öffnen',
    'figure.open': 'Zahl öffnen',
    'list.title': 'Fragen',
    'list.waiting': 'Fragen ({count} warten auf Ihre Antwort)',
    'list.unread': 'Fragen sind hier nicht aufzulisten; sie stehen unter Ihren Aufgaben.',
    'list.more': 'Die neuesten zehn sind zu sehen; die anderen stehen unter Ihren Aufgaben.',
    'row.open': 'noch nicht beantwortet',
    'row.done': 'beantwortet',
    'row.elsewhere': 'Die Antwort steht in der Aufgabe.',
    'row.answer': 'Antworten',
    'text.answer': 'Antwort:',
    'text.question': 'Frage:',
    'text.asOf': 'Stand {asOf}',
    'text.cut': 'Der Rest passt nicht in eine Aufgabe.'
};

/** All words by key; each key is in both languages. */
export const languages = { en, de };

/** A sentence with its placeholders filled. */
export function say(key, values = {}) {
    const words = LOCALE.startsWith('de') ? de : en;
    return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
