// Coaching in German: each flag with its title, sentence and next step, labels of evidence, and what is compared.
// The places of a sentence are those of the English one (flag-words.ts of the calculation).
import type { Coached } from './messages.ts';

const flags: Readonly<Record<Coached, string>> = {
  'flag.behind-pace': 'Hinter dem Soll',
  'flag.behind-pace.says':
    '{name} steht bei {share} der Quote in {window}, gleichmäßig wären bis {asOf} {asked} fällig: {1} fehlen.',
  'flag.behind-pace.next':
    'Wählen Sie die Deals, die bis {3} noch {1} bringen können, und vereinbaren Sie für jeden den nächsten Schritt.',
  'flag.behind-ramp': 'Hinter der Einarbeitung',
  'flag.behind-ramp.says':
    '{name} steht bei {share} der Quote in {window}, die Einarbeitung verlangt bis {asOf} {asked}: {1} fehlen.',
  'flag.behind-ramp.next':
    'Gehen Sie die Deals dieses Monats mit Ihrer Führungskraft durch und einigen Sie sich auf zwei, die bis {3} noch abschließen können.',
  'flag.gap-above-coverage': 'Offene Deals schließen die Lücke nicht',
  'flag.gap-above-coverage.says':
    'Bei {name} fehlen {0} bis zur Quote in {window}; {2:offener Deal bringt|offene Deals bringen} bis {end} {1}, wenn alle gewonnen werden.',
  'flag.gap-above-coverage.next':
    'Suchen Sie neue Deals für {more}, die bis {end} abschließen können, oder ziehen Sie spätere vor.',
  'flag.coverage-thin': 'Dünne Abdeckung',
  'flag.coverage-thin.says':
    '{2:offener Deal deckt|offene Deals decken} bei {name} bis {end} das {3} der fehlenden {0} zur Quote in {window}; {why} verlangt das {benchmark}.',
  'flag.coverage-thin.next': 'Ergänzen Sie Deals für {more}, die bis {end} abschließen können.',
  'flag.deal-below-tier': 'Knapp unter einer Stufe',
  'flag.deal-below-tier.says':
    'So gewonnen, fehlen nach {name} noch {0} bis {2} von {component}; dort beginnt {3}: der Rest würde {stake} zahlen.',
  'flag.deal-below-tier.next':
    'Prüfen Sie, ob {name} noch Raum für {0} hat, etwa einen Dienst oder Platz mehr; sonst nennen Sie den Deal, der sie bis {end} bringt.',
  'flag.accelerator-in-reach': 'Eine höhere Stufe ist in Reichweite',
  'flag.accelerator-in-reach.says':
    'Noch {0} bringen {name} auf {3}, wo {4} beginnt; {2:offener Deal hält|offene Deals halten} bis {5} {1}. Dort angekommen zahlt es {stake}.',
  'flag.accelerator-in-reach.next': 'Arbeiten Sie zuerst an den Deals, die bis {5} zusammen {0} bringen.',
  'flag.cap-reached': 'Die Grenze ist erreicht',
  'flag.cap-reached.says':
    '{name} hat mit {0} bei {share} der Quote die Grenze erreicht: mehr Gutschrift in {window} zahlt hier nichts ({1:offener Deal|offene Deals} bis {2}).',
  'flag.cap-reached.next':
    'Sprechen Sie vor dem nächsten Abschluss mit Ihrer Führungskraft über die Grenze, und sehen Sie, was Ihre anderen Komponenten noch dafür zahlen.',
  'flag.close-date-moved': 'Der Abschlusstermin wandert',
  'flag.close-date-moved.says':
    'Abschlusstermin von {name} verschoben: {0}; bei gewonnenen Deals {among} im Mittel {benchmark}.',
  'flag.close-date-moved.next':
    'Fragen Sie die Käuferseite von {name}, was bis wann vor einer Unterschrift geschehen muss, und setzen Sie den Termin danach.',
  'flag.overdue': 'Überfällig',
  'flag.overdue.says': '{name} hätte am {0} abschließen sollen, vor {1:Tag|Tagen}, und ist noch offen.',
  'flag.overdue.next':
    'Vereinbaren Sie für {name} einen neuen Termin und tragen Sie ihn ein, oder schließen Sie den Deal als verloren.',
  'flag.stage-old': 'Steckt in der Phase fest',
  'flag.stage-old.says':
    '{name} ist seit {0:Tag|Tagen} in {stage}; die Hälfte gewonnener Deals {among} brauchte insgesamt höchstens {benchmark:Tag|Tage}.',
  'flag.stage-old.next':
    'Nennen Sie, was {name} braucht, um die Phase zu verlassen, und wer darüber entscheidet, oder geben Sie den Deal auf.',
  'flag.no-activity': 'Keine Aktivität',
  'flag.no-activity.says': 'Mit {name} ist seit {quiet:Tag|Tagen} nichts geschehen.',
  'flag.no-activity.next': 'Tragen Sie ein Gespräch oder Treffen mit {name} in den Kalender ein.',
  'flag.no-next-step': 'Kein nächster Schritt',
  'flag.no-next-step.says': '{name} soll am {0} abschließen, und kein nächster Schritt ist notiert.',
  'flag.no-next-step.next': 'Notieren Sie den nächsten Schritt von {name}: was, mit wem, bis wann.',
  'flag.amount-unusual': 'Ein ungewöhnlicher Betrag',
  'flag.amount-unusual.says':
    '{name} steht bei {0}; drei von vier gewonnenen Deals {among} lagen bei höchstens {benchmark}.',
  'flag.amount-unusual.next':
    'Prüfen Sie den Betrag von {name} Posten für Posten; stimmt er, planen Sie die Freigaben, die ein Deal dieser Größe braucht.',
  'flag.discount-high': 'Ein hoher Rabatt',
  'flag.discount-high.says':
    '{name} wird mit {share} Rabatt angeboten; drei von vier gewonnenen Deals {among} hatten höchstens {usual}.',
  'flag.discount-high.next':
    'Fragen Sie, was {name} für den Rabatt gibt: eine längere Laufzeit, eine größere Menge oder einen Termin.',
  'flag.concentration': 'Viel hängt an einem Deal',
  'flag.concentration.says':
    '{name} allein ist {share} der {3:offenen Deals|offenen Deals}, die {component} in {window} zählt, und ist {stake} wert.',
  'flag.concentration.next':
    'Notieren Sie, was {name} aufhalten würde, gewinnen Sie dort eine zweite Fürsprache, und ziehen Sie einen weiteren Deal dieser Größe vor.',
  'flag.overlay-without-credit': 'Am Deal beteiligt, ohne Gutschrift',
  'flag.overlay-without-credit.says': '{payee} ist an {name} beteiligt, und keine Komponente schreibt dafür etwas gut.',
  'flag.overlay-without-credit.next': 'Bitten Sie die Person, der {name} gehört, den vereinbarten Anteil einzutragen.',
  'flag.win-rate-low': 'Eine niedrige Gewinnquote',
  'flag.win-rate-low.says':
    '{won} von {1:abgeschlossenen Deals|abgeschlossenen Deals} wurden gewonnen, {rate}; bei Deals {among} sind es {usual}.',
  'flag.win-rate-low.next':
    'Gehen Sie die letzten drei verlorenen Deals mit Ihrer Führungskraft durch: wann war jeder wirklich verloren, und woran war es zu sehen?',
  'flag.hockey-stick': 'Im letzten Moment abgeschlossen',
  'flag.hockey-stick.says':
    '{share} der Gutschriften von {component} in den letzten {1:Zeiträumen|Zeiträumen} kamen in deren letztem Fünftel.',
  'flag.hockey-stick.next':
    'Wählen Sie drei Deals, die am Ende dieses Zeitraums fällig sind, und planen Sie mit den Käufern, was eine frühere Unterschrift möglich macht.',
  'flag.payout-volatile': 'Der Verdienst schwankt',
  'flag.payout-volatile.says':
    'In {periods:Zahlungszeitraum|Zahlungszeiträumen} wurden im Mittel {0} verdient, und ein Zeitraum wich im Mittel um {1} davon ab: {share}.',
  'flag.payout-volatile.next':
    'Verteilen Sie die Termine Ihrer großen Deals auf die Zeiträume, und fragen Sie, was eine Garantie oder ein anderer Zeitraum ändern würde.',
  'flag.quota-out-of-line': 'Die Quote fällt aus dem Rahmen',
  'flag.quota-out-of-line.says':
    'Die Quote von {name} in {window}, {0}, ist das {1} des Medians von {people:Person|Personen}, {benchmark}.',
  'flag.quota-out-of-line.next': 'Fragen Sie, worauf die Quote beruht: Gebiet, Kunden oder das letzte Jahr.',
  'flag.gap-above-coverage.says.none':
    'Bei {name} fehlen {0} bis zur Quote in {window}, und bis {end} zählt kein offener Deal.',
  'flag.deal-below-tier.says.unvalued':
    'So gewonnen, fehlen nach {name} noch {0} bis {2} von {component}; dort beginnt {3}.',
  'flag.accelerator-in-reach.says.unvalued':
    'Noch {0} bringen {name} auf {3}, wo {4} beginnt; {2:offener Deal hält|offene Deals halten} bis {5} {1}.',
  'flag.cap-reached.says.unmeasured':
    '{name} hat mit {0} die Grenze erreicht: mehr Gutschrift in {window} zahlt hier nichts ({1:offener Deal|offene Deals} bis {2}).',
  'flag.close-date-moved.says.alone': 'Abschlusstermin von {name} verschoben: {0}.',
  'flag.no-activity.says.none': 'Von {name} ist keine Aktivität bekannt.',
  'flag.no-activity.says.unplanned':
    'Bei {name} ist nichts geplant; die letzte Aktivität liegt {quiet:Tag|Tage} zurück.',
  'flag.no-activity.says.unplanned-none': 'Bei {name} ist nichts geplant, und keine Aktivität ist bekannt.',
  'flag.discount-high.says.configured': '{name} wird mit {share} Rabatt angeboten; üblich sind hier höchstens {usual}.',
  'flag.concentration.says.unvalued':
    '{name} allein ist {share} der {3:offenen Deals|offenen Deals}, die {component} in {window} zählt.',
  'flag.overlay-without-credit.says.role':
    '{payee} ist als {role} an {name} beteiligt, und keine Komponente schreibt dafür etwas gut.',
  'flag.win-rate-low.says.team':
    '{won} von {1:abgeschlossenen Deals|abgeschlossenen Deals} wurden gewonnen, {rate}; im Team ({people:Person|Personen}) sind es {usual}.',
  'flag.hockey-stick.says.one':
    '{share} der Gutschriften von {component} im letzten Zeitraum kamen in dessen letztem Fünftel.',
  'note.field-missing':
    '{field} offener Deals ist verborgen oder fehlt. Lassen Sie den Benutzer des Connectors das Feld lesen, und veröffentlichen Sie neu.',
  'note.field-invalid':
    '{field} von {deals:Deal|Deals} ist {expected}: bei {deal} steht dort {held}. Berichtigen Sie den Datensatz.',
  'note.no-quota':
    'Für {name} gibt es in {window} keine Quote. Legen Sie eine an, um zu sehen, wie weit sie erreicht ist.',
  'note.no-quota.ramp': 'Die Einarbeitung lässt für {name} in {window} noch keine Quote.',
  'note.not-configured':
    'Welches Feld den Rabatt enthält, ist nicht eingestellt. Nennen Sie es als coaching.fields.discount.',
  'note.too-few.amounts':
    'Zu wenige abgeschlossene Deals zu weniger Personen sagen, wie groß Deals in {currency} sind; nötig sind 10 Deals von 5 Personen.',
  'note.too-few.discounts':
    'Zu wenige abgeschlossene Deals zu weniger Personen sagen, welche Rabatte üblich sind; nötig sind 10 Deals von 5 Personen.',
  'note.too-few.days':
    'Zu wenige abgeschlossene Deals zu weniger Personen sagen, wie lange gewonnene Deals dauern; nötig sind 10 Deals von 5 Personen.',
  'note.too-few.own':
    '{closed:eigener Deal ist|eigene Deals sind} abgeschlossen; nötig sind {least}, und 10 von 5 Personen zum Vergleich.',
  'note.too-few.windows':
    'Noch kein Zeitraum von einem Quartal oder länger ist zu Ende, in dem diese Person durchgehend zugeordnet war.',
  'note.too-few.periods':
    '{known:Zahlungszeitraum|Zahlungszeiträume} vor den offenen Zeiträumen sind bekannt; nötig sind {least}.',
  'note.rate-missing': '{deals:Deal|Deals} ohne Gutschrift: {why}',
  'note.uncredited': '{deals:Deal|Deals} ohne Gutschrift: {why}',
  'note.after-window':
    '{deals:Deal|Deals} würden erst nach den offenen Zeiträumen zählen; was sie zahlen, wird nicht gesagt.',
  'word.all-segments': 'aller Segmente',
  'word.in-segment': 'im Segment {segment}',
  'word.its-stage': 'derselben Phase',
  'word.configuration': 'die Einstellung',
  'word.own-rate': 'die eigene Gewinnquote',
  'word.segment-rate': 'die Gewinnquote {among}',
  'word.usual-rule': 'die übliche Regel',
  'word.number': 'keine Zahl',
  'word.date': 'kein Datum',
  'word.percentage': 'kein Prozentsatz von 0 bis 100',
  'word.nothing': 'nichts',
  'benchmark.own': 'Zum Vergleich: eigene Vergangenheit',
  'benchmark.team': 'Zum Vergleich: das Team',
  'benchmark.segment': 'Zum Vergleich: Deals dieser Art',
  'benchmark.plan': 'Zum Vergleich: der Plan',
  'benchmark.configuration': 'Schwelle der Einstellungen',
};

/** By the label that the calculation gives. */
const labels = {
  'evidence.Amount': 'Betrag',
  'evidence.Attainment': 'Zielerreichung',
  'evidence.Away from it on average': 'Mittlere Abweichung davon',
  'evidence.Behind by': 'Rückstand',
  'evidence.Close date': 'Abschlusstermin',
  'evidence.Close date put off': 'Abschlusstermin verschoben',
  'evidence.Closed deals': 'Abgeschlossene Deals',
  'evidence.Coverage': 'Abdeckung',
  'evidence.Credited in the last fifth': 'Im letzten Fünftel gutgeschrieben',
  'evidence.Days in the stage': 'Tage in der Phase',
  'evidence.Days without activity': 'Tage ohne Aktivität',
  'evidence.Discount': 'Rabatt',
  'evidence.Earned on average': 'Im Mittel verdient',
  'evidence.In the stage since': 'In der Phase seit',
  'evidence.Last activity': 'Letzte Aktivität',
  'evidence.Missing to quota': 'Fehlt bis zur Quote',
  'evidence.Missing to the tier': 'Fehlt bis zur Stufe',
  'evidence.Month of the ramp': 'Monat der Einarbeitung',
  'evidence.Of the average': 'Anteil am Mittel',
  'evidence.Of the median': 'Gegenüber dem Median',
  'evidence.Open deals': 'Offene Deals',
  'evidence.Open deals in the window': 'Offene Deals im Zeitraum',
  'evidence.Overdue by': 'Tage überfällig',
  'evidence.Paid in the window': 'Im Zeitraum gezahlt',
  'evidence.Pays': 'Zahlt',
  'evidence.Quota': 'Quote',
  'evidence.Share of open deals': 'Anteil an offenen Deals',
  'evidence.Splits and team members': 'Splits und Teammitglieder',
  'evidence.This deal': 'Dieser Deal',
  'evidence.Tier': 'Stufe',
  'evidence.Win rate': 'Gewinnquote',
  'evidence.Windows that have ended': 'Beendete Zeiträume',
  'evidence.Window ends': 'Zeitraum endet',
  'evidence.Won': 'Gewonnen',
} as const;

export const coaching = { ...flags, ...labels };
