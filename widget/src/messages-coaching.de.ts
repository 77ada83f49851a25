// Coaching in German: each flag with its title, sentence and next step, labels of evidence, and what is compared.
// A sentence takes its evidence by place: {0} is the first; {benchmark} is what it is compared with, {name} whom it is about.
import type { Coached } from './messages.ts';

const flags: Readonly<Record<Coached, string>> = {
  'flag.behind-pace': 'Hinter dem Soll',
  'flag.behind-pace.says':
    '{name} steht bei {0} der Quote, gleichmäßig wären {benchmark} fällig: {1} fehlen bis heute.',
  'flag.behind-pace.next':
    'Wählen Sie die Deals, die bis {3} noch {1} bringen können, und vereinbaren Sie für jeden den nächsten Schritt.',
  'flag.behind-ramp': 'Hinter der Einarbeitung',
  'flag.behind-ramp.says':
    '{name} steht bei {0} der Quote, die Einarbeitung verlangt {benchmark}: {1} fehlen bis heute.',
  'flag.behind-ramp.next':
    'Gehen Sie die Deals dieses Monats mit Ihrer Führungskraft durch und einigen Sie sich auf zwei, die bis {3} noch abschließen können.',
  'flag.gap-above-coverage': 'Offene Deals schließen die Lücke nicht',
  'flag.gap-above-coverage.says':
    'Bei {name} fehlen {0} bis zur Quote; alle offenen Deals im Zeitraum bringen zusammen {1}.',
  'flag.gap-above-coverage.next':
    'Suchen Sie neue Deals, die im Zeitraum noch abschließen können, oder ziehen Sie spätere vor.',
  'flag.coverage-thin': 'Dünne Abdeckung',
  'flag.coverage-thin.says':
    'Die offenen Deals decken bei {name} das {3} der fehlenden {0}; nötig wäre das {benchmark}.',
  'flag.coverage-thin.next': 'Ergänzen Sie Deals, die im Zeitraum noch abschließen können.',
  'flag.deal-below-tier': 'Knapp unter einer Stufe',
  'flag.deal-below-tier.says': 'So gewonnen, fehlen nach {name} noch {0} bis {2}; dort beginnt {3}.',
  'flag.deal-below-tier.next':
    'Prüfen Sie, ob {name} noch Raum für {0} hat, etwa einen Dienst oder Platz mehr; sonst nennen Sie den Deal, der sie bringt.',
  'flag.accelerator-in-reach': 'Eine höhere Stufe ist in Reichweite',
  'flag.accelerator-in-reach.says':
    'Noch {0} bringen {name} auf {3}, wo {4} beginnt; die offenen Deals im Zeitraum halten {1}.',
  'flag.accelerator-in-reach.next': 'Arbeiten Sie zuerst an den Deals, die bis {5} zusammen {0} bringen.',
  'flag.cap-reached': 'Die Grenze ist erreicht',
  'flag.cap-reached.says': '{name} hat mit {0} die Grenze erreicht: mehr Gutschrift zahlt hier bis {2} nichts.',
  'flag.cap-reached.next':
    'Sprechen Sie vor dem nächsten Abschluss mit Ihrer Führungskraft über die Grenze, und sehen Sie, was Ihre anderen Komponenten noch dafür zahlen.',
  'flag.close-date-moved': 'Der Abschlusstermin wandert',
  'flag.close-date-moved.says': 'Abschlusstermin von {name} verschoben: {0}. Zum Vergleich: {benchmark}.',
  'flag.close-date-moved.next':
    'Fragen Sie die Käuferseite von {name}, was bis wann vor einer Unterschrift geschehen muss, und setzen Sie den Termin danach.',
  'flag.overdue': 'Überfällig',
  'flag.overdue.says': '{name} hätte am {0} abschließen sollen und ist noch offen.',
  'flag.overdue.next':
    'Vereinbaren Sie für {name} einen neuen Termin und tragen Sie ihn ein, oder schließen Sie den Deal als verloren.',
  'flag.stage-old': 'Steckt in der Phase fest',
  'flag.stage-old.says':
    '{name} ist seit dem {1} in derselben Phase (Tage: {0}); die Hälfte gewonnener Deals brauchte insgesamt höchstens {benchmark} Tage.',
  'flag.stage-old.next':
    'Nennen Sie, was {name} braucht, um die Phase zu verlassen, und wer darüber entscheidet, oder geben Sie den Deal auf.',
  'flag.no-activity': 'Keine Aktivität',
  'flag.no-activity.says': 'Bei {name} ist nichts geplant, oder es ist lange nichts geschehen.',
  'flag.no-activity.next': 'Tragen Sie ein Gespräch oder Treffen mit {name} in den Kalender ein.',
  'flag.no-next-step': 'Kein nächster Schritt',
  'flag.no-next-step.says': '{name} soll am {0} abschließen, und kein nächster Schritt ist notiert.',
  'flag.no-next-step.next': 'Notieren Sie den nächsten Schritt von {name}: was, mit wem, bis wann.',
  'flag.amount-unusual': 'Ein ungewöhnlicher Betrag',
  'flag.amount-unusual.says': '{name} steht bei {0}; drei von vier gewonnenen Deals lagen bei höchstens {benchmark}.',
  'flag.amount-unusual.next':
    'Prüfen Sie den Betrag von {name} Posten für Posten; stimmt er, planen Sie die Freigaben, die ein Deal dieser Größe braucht.',
  'flag.discount-high': 'Ein hoher Rabatt',
  'flag.discount-high.says': '{name} wird mit {0} Rabatt angeboten; üblich sind höchstens {benchmark}.',
  'flag.discount-high.next':
    'Fragen Sie, was {name} für den Rabatt gibt: eine längere Laufzeit, eine größere Menge oder einen Termin.',
  'flag.concentration': 'Viel hängt an einem Deal',
  'flag.concentration.says': '{name} allein ist {0} der offenen Deals im Zeitraum.',
  'flag.concentration.next':
    'Notieren Sie, was {name} aufhalten würde, gewinnen Sie dort eine zweite Fürsprache, und ziehen Sie einen weiteren Deal dieser Größe vor.',
  'flag.overlay-without-credit': 'Am Deal beteiligt, ohne Gutschrift',
  'flag.overlay-without-credit.says': 'An {name} besteht eine Beteiligung, für die keine Komponente etwas gutschreibt.',
  'flag.overlay-without-credit.next': 'Bitten Sie die Person, der {name} gehört, den vereinbarten Anteil einzutragen.',
  'flag.win-rate-low': 'Eine niedrige Gewinnquote',
  'flag.win-rate-low.says': 'Von {1} abgeschlossenen Deals wurden {2} gewonnen, {0}; üblich sind {benchmark}.',
  'flag.win-rate-low.next':
    'Gehen Sie die letzten drei verlorenen Deals mit Ihrer Führungskraft durch: wann war jeder wirklich verloren, und woran war es zu sehen?',
  'flag.hockey-stick': 'Im letzten Moment abgeschlossen',
  'flag.hockey-stick.says':
    '{0} der Gutschriften früherer Zeiträume kamen in deren letztem Fünftel; gleichmäßig wären es {benchmark}.',
  'flag.hockey-stick.next':
    'Wählen Sie drei Deals, die am Ende dieses Zeitraums fällig sind, und planen Sie mit den Käufern, was eine frühere Unterschrift möglich macht.',
  'flag.payout-volatile': 'Der Verdienst schwankt',
  'flag.payout-volatile.says':
    'Im Mittel wurden {0} je Zahlungszeitraum verdient, und ein Zeitraum wich im Mittel um {1} davon ab: {2}.',
  'flag.payout-volatile.next':
    'Verteilen Sie die Termine Ihrer großen Deals auf die Zeiträume, und fragen Sie, was eine Garantie oder ein anderer Zeitraum ändern würde.',
  'flag.quota-out-of-line': 'Die Quote fällt aus dem Rahmen',
  'flag.quota-out-of-line.says': 'Die Quote von {name}, {0}, ist das {1} des Medians von {benchmark}.',
  'flag.quota-out-of-line.next': 'Fragen Sie, worauf die Quote beruht: Gebiet, Kunden oder das letzte Jahr.',
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
