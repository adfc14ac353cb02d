import Application
import Ledger
import Reports
import Terminations

/// Sentences of other processes and of earlier days, which reach a page as English text.
enum KnownSentences {
    /// Why a patch or a pattern does not change a body.
    static func ofPatch(_ english: String, _ t: Language) -> PageSentence {
        if t == .nl, let words = KnownSentence("The patch is not JSON: {1}", "{1}").translation(of: english) {
            let why = t.sentence(words, among: Violation.Code.malformedJSON.dutch.sentences, otherwise: "")
            return PageSentence(text: "De patch is geen JSON. \(why.text)", original: why.original)
        }
        return t.sentence(english, among: patch, otherwise: "De wijziging past hier niet.")
    }

    private static let patch = [
        KnownSentence("The patch changes nothing.", "De patch wijzigt niets."),
        KnownSentence(
            "The body is no JSON: no pattern can be applied to a member.",
            "De inhoud is geen JSON: op geen veld is een patroon toe te passen."
        ),
        KnownSentence(
            "The body is no JSON: only a patch that replaces the whole document can mend it.",
            "De inhoud is geen JSON: alleen een patch die het hele document vervangt, kan hem verbeteren."
        ),
        KnownSentence("The patch is not an array of operations.", "De patch is geen lijst van bewerkingen."),
        KnownSentence("The operation is not an object.", "De bewerking is geen object."),
        KnownSentence("The operation has no {1}.", "De bewerking heeft geen {1}."),
        KnownSentence(
            "The op is not add, remove, replace, move, copy or test.",
            "De op is niet add, remove, replace, move, copy of test."
        ),
        KnownSentence("The {1} is not a JSON Pointer.", "De {1} is geen JSON Pointer."),
        KnownSentence("There is no value at {1}.", "Op {1} staat geen waarde."),
        KnownSentence(
            "There is no object or array that could hold {1}.",
            "Er is geen object of lijst waarin {1} kan staan."
        ),
        KnownSentence("{1} is not an index of the array.", "{1} is geen plaats in de lijst."),
        KnownSentence("A value cannot be moved into itself.", "Een waarde is niet in zichzelf te verplaatsen."),
        KnownSentence(
            "The value at {1} is not the one that the test expects.",
            "De waarde op {1} is niet die de test verwacht."
        ),
        KnownSentence(
            "The value at {1} is neither a string nor a number.",
            "De waarde op {1} is tekst noch getal."
        ),
        KnownSentence(
            "The pattern does not match the value at {1}.",
            "Het patroon past niet op de waarde op {1}."
        ),
        KnownSentence(
            "The change is about a note or a member that the contract does not know, which only a person who may see notes can change.",
            "De wijziging gaat over een toelichting of een veld dat het contract niet kent; alleen wie toelichtingen mag zien, kan dat wijzigen."
        ),
        KnownSentence("The pattern has no group {1}.", "Het patroon heeft geen groep {1}."),
        KnownSentence("The new value at {1} would not be a number.", "De nieuwe waarde op {1} zou geen getal zijn."),
        KnownSentence(
            "The value at {1} already has this text.",
            "De waarde op {1} heeft deze tekst al."
        ),
        KnownSentence(
            "A pattern takes too long on the value of a dead letter.",
            "Een patroon doet te lang over de waarde van een dead letter."
        ),
    ]

    /// Why the broker did not take an event.
    static func ofRelay(_ english: String, _ t: Language) -> PageSentence {
        t.sentence(english, among: relay, otherwise: "De broker nam het niet aan.")
    }

    private static let relay = [
        KnownSentence(
            "It waits behind an earlier event of its contract.",
            "Het wacht achter een eerder event van het contract."
        ),
        KnownSentence("The broker returned it: {1}.", "De broker gaf het terug: {1}."),
        KnownSentence("The broker refused it.", "De broker weigerde het."),
        KnownSentence(
            "The broker has not confirmed it, though it confirmed messages that were sent later.",
            "De broker heeft het niet bevestigd, en later verstuurde berichten wel."
        ),
    ]

    /// Why a component of the worker is not ready.
    static func ofWorker(_ english: String, _ t: Language) -> PageSentence {
        if t == .nl, let words = ledger.translation(of: english) { return PageSentence(text: words) }
        return t.sentence(english, among: worker, otherwise: "Het onderdeel meldt:")
    }

    private static let worker = [
        KnownSentence("The worker stops.", "De worker stopt."),
        KnownSentence(
            "Its thread has done nothing for {1} seconds.",
            "De thread ervan doet al {1} seconden niets."
        ),
        KnownSentence("It has not connected yet.", "Het heeft nog geen verbinding."),
        KnownSentence(
            "The ledger cannot be read, so the number of unpublished events is unknown.",
            "Het grootboek is niet te lezen; het aantal niet gepubliceerde events is onbekend."
        ),
        KnownSentence(
            "{1} events are not published, the oldest for {2} seconds.",
            "{1} events zijn niet gepubliceerd, het oudste al {2} seconden."
        ),
        KnownSentence(
            "The ledger cannot be read, so the number of parked events is unknown.",
            "Het grootboek is niet te lezen; het aantal geparkeerde events is onbekend."
        ),
        KnownSentence(
            "{1} events for billing are kept back: no queue takes them, or the broker refuses them. Run: terminus doctor",
            "{1} events voor facturatie worden vastgehouden: geen queue neemt ze aan, of de broker weigert ze. Voer uit: terminus doctor"
        ),
        KnownSentence(
            "The exchange {1} does not exist on the broker: what is published to it is refused. Run: terminus setup",
            "De exchange {1} bestaat niet op de broker: wat ernaartoe gaat, wordt geweigerd. Voer uit: terminus setup"
        ),
    ]

    /// The cause of dead letters: codes with their places, or what happened to the message.
    static func ofCause(_ english: String, _ t: Language) -> String {
        guard t == .nl else { return t(english, english) }
        if let words = causes.translation(of: english) { return words }
        let rules = english.split(separator: ", ", omittingEmptySubsequences: false).map { rule in
            let parts = rule.split(separator: " at ", maxSplits: 1)
            guard parts.count == 2, Violation.Code(rawValue: String(parts[0])) != nil else { return String(rule) }
            return "\(parts[0]) op \(parts[1])"
        }
        return rules.joined(separator: ", ")
    }

    private static let causes = [
        KnownSentence("unknown", "onbekend"),
        KnownSentence("judging it failed each time", "beoordelen mislukte elke keer"),
        KnownSentence("waits for its termination", "wacht op de beëindiging"),
        KnownSentence("dead-lettered by the broker: {1}", "door de broker als dead letter weggezet: {1}"),
    ]

    // MARK: - The ledger

    /// What every operation may meet; see ``Ledger/LedgerError``.
    static let ledger = [
        KnownSentence("No settings were ever applied.", "Er zijn nooit instellingen toegepast."),
        KnownSentence("There is no ledger at {1}.", "Er is geen grootboek op {1}."),
        KnownSentence(
            "Another process holds the ledger's write lock (SQLite result {1}).",
            "Een ander proces houdt het grootboek bezet om te schrijven (SQLite-code {1})."
        ),
        KnownSentence(
            "There is no room left for the ledger (SQLite result {1}).",
            "Er is geen ruimte meer voor het grootboek (SQLite-code {1})."
        ),
        KnownSentence(
            "The ledger cannot be written (SQLite result {1}).",
            "Het grootboek is niet te schrijven (SQLite-code {1})."
        ),
        KnownSentence(
            "The disk failed under the ledger (SQLite result {1}).",
            "De schijf onder het grootboek faalt (SQLite-code {1})."
        ),
        KnownSentence(
            "The ledger cannot be opened: this process has as many files open as it may (SQLite result {1}).",
            "Het grootboek is niet te openen: dit proces heeft zo veel bestanden open als het mag (SQLite-code {1})."
        ),
        KnownSentence(
            "The ledger cannot be opened (SQLite result {1}).",
            "Het grootboek is niet te openen (SQLite-code {1})."
        ),
        KnownSentence(
            "The file is damaged or is no SQLite database (SQLite result {1}).",
            "Het bestand is beschadigd of is geen SQLite-database (SQLite-code {1})."
        ),
        KnownSentence("{1} cannot be read: {2}.", "{1} is niet te lezen: {2}."),
        KnownSentence(
            "{1} cannot be opened for writing: its file system is read-only for this process.",
            "{1} is niet te openen om te schrijven: het bestandssysteem is voor dit proces alleen te lezen."
        ),
        KnownSentence("{1} cannot be opened for writing.", "{1} is niet te openen om te schrijven."),
        KnownSentence(
            "{1} cannot be opened: there is no folder {2}.",
            "{1} is niet te openen: er is geen map {2}."
        ),
        KnownSentence(
            "{1} is an SQLite database of another program.",
            "{1} is een SQLite-database van een ander programma."
        ),
        KnownSentence(
            "{1} was written by a newer version of Terminus.",
            "{1} is geschreven door een nieuwere versie van Terminus."
        ),
        KnownSentence(
            "{1} is empty or was written by an older version of Terminus.",
            "{1} is leeg of is geschreven door een oudere versie van Terminus."
        ),
        KnownSentence(
            "The ledger's file has a second name, a hard link, by which another process would not see its log.",
            "Het bestand van het grootboek heeft een tweede naam, een harde link, waardoor een ander proces het log niet zou zien."
        ),
        KnownSentence(
            "The settings were to follow version {1}, but version {2} is in force now.",
            "De instellingen zouden volgen op versie {1}, maar nu geldt versie {2}."
        ),
        KnownSentence(
            "Version {1} of the settings is in force now; the replay was planned under version {2}.",
            "Nu geldt versie {1} van de instellingen; de herhaling is voorbereid onder versie {2}."
        ),
        KnownSentence(
            "Settings version {1} in the ledger cannot be read by this version of Terminus.",
            "Versie {1} van de instellingen in het grootboek is met deze versie van Terminus niet te lezen."
        ),
        KnownSentence(
            "The reason {1} cannot be left out: a recorded termination has it.",
            "De reden {1} kan niet weg: een vastgelegde beëindiging heeft die."
        ),
        KnownSentence(
            "The reason {1} cannot be left out: {2} recorded terminations have it.",
            "De reden {1} kan niet weg: {2} vastgelegde beëindigingen hebben die."
        ),
        KnownSentence(
            "{1} reasons cannot be left out, because recorded terminations have them: {2}.",
            "{1} redenen kunnen niet weg, want vastgelegde beëindigingen hebben die: {2}."
        ),
        KnownSentence(
            "The reason {1} cannot be spelled {2}: recorded terminations have it, and a code never changes.",
            "De reden {1} is niet als {2} te schrijven: vastgelegde beëindigingen hebben die, en een code wijzigt nooit."
        ),
    ]

    /// What the person can do, where the ledger says it by a sentence.
    static let hints = [
        KnownSentence(
            "Wait for the other process to finish, or stop it.",
            "Wacht tot het andere proces klaar is, of stop het."
        ),
        KnownSentence("Free space on the ledger's disk.", "Maak ruimte vrij op de schijf van het grootboek."),
        KnownSentence(
            "Give the user that runs Terminus write access to the file and its directory.",
            "Geef de gebruiker waaronder Terminus draait schrijfrechten op het bestand en zijn map."
        ),
        KnownSentence(
            "Give the user that runs Terminus write access to the file and its directory, and start it again.",
            "Geef de gebruiker waaronder Terminus draait schrijfrechten op het bestand en zijn map, en start opnieuw."
        ),
        KnownSentence("Look at the disk and the system log.", "Kijk naar de schijf en het systeemlog."),
        KnownSentence(
            "Raise its limit of open files: LimitNOFILE= under systemd, ulimit -n in a shell.",
            "Verhoog de grens voor open bestanden: LimitNOFILE= onder systemd, ulimit -n in een shell."
        ),
        KnownSentence(
            "Check that the directory exists and that the user that runs Terminus may write there.",
            "Controleer of de map bestaat en of de gebruiker waaronder Terminus draait daar mag schrijven."
        ),
        KnownSentence(
            "Run the newer version, or restore a backup that this version wrote.",
            "Draai de nieuwere versie, of zet een back-up terug die deze versie heeft geschreven."
        ),
        KnownSentence(
            "Somebody has changed the settings. Plan the replay again.",
            "Iemand heeft de instellingen gewijzigd. Bereid de herhaling opnieuw voor."
        ),
        KnownSentence(
            "Keep the code as it is, and add the other spelling as a label.",
            "Laat de code zoals die is, en voeg de andere schrijfwijze toe als label."
        ),
    ]
}
