"""A signed file as an archive: each timestamp over it proves what came before.

The last timestamp is judged today. If it holds, the one before is judged as of its time, by the
proofs that it covers, and so on down to the signatures (the chain of PAdES B-LTA). So certificates
and timestamps that have long expired still count, if they were renewed in time.

pyHanko has the validation of ETSI EN 319 102-1, 5.6 for this, but it finds no past revocation list
of an authority below the root (0.38), and Russian authorities answer by lists alone.
"""

from dataclasses import dataclass, field, replace

from pyhanko.pdf_utils.reader import PdfFileReader

from formsvc.errors import log
from formsvc.signing import changes, containers, knowledge
from formsvc.signing.answers import Answer
from formsvc.signing.judging import Hearing
from formsvc.signing.words import Changes, TimeSource, Verdict

_NOTHING = Answer(Verdict.UNCHECKED)


@dataclass(frozen=True)
class Archive:
    """A file with the answers about its timestamps, and the moments that the good ones prove.

    `moments` are by revision, the latest first; today is none of them.
    """

    reader: PdfFileReader
    hearing: Hearing
    timestamps: dict[str, Answer] = field(default_factory=dict)
    moments: dict[int, Hearing] = field(default_factory=dict)

    def of_timestamp(self, name: str) -> Answer:
        """About a timestamp of the file by its field."""
        return self.timestamps.get(name, _NOTHING)

    async def of(self, signature: containers.Signature, signed: bytes, revision: int) -> Answer:
        """About a signature of that revision: today, or when a later timestamp was made."""
        answer = today = await self.hearing.of(signature, signed)
        later = [moment for number, moment in self.moments.items() if number > revision]
        # From the earliest: the sooner after the signature, the more was still valid.
        for moment in reversed(later):
            if answer.verdict in (Verdict.VALID, Verdict.ALTERED, Verdict.UNCHECKED):
                break
            answer = await moment.of(signature, signed)
            if answer.verdict is Verdict.VALID and answer.at is None:
                source = TimeSource.DOCUMENT_TIMESTAMP
                answer = replace(answer, at=moment.judge.now, source=source)
        return answer if answer.verdict is Verdict.VALID else today


async def opened(reader: PdfFileReader, content: bytes, hearing: Hearing) -> Archive:
    """The archive of a file; a timestamp that fails proves nothing, and is told so itself."""
    archive = Archive(reader, hearing)
    common = knowledge.common_signatures(reader)
    moment = hearing
    for embedded in reversed([one for one in common if one.sig_object_type == "/DocTimeStamp"]):
        try:
            _, changed = changes.found(embedded, content)
            answer = await moment.of_timestamp(embedded)
        except Exception as fault:  # a hostile file; of this timestamp nothing can be said
            log(fault)
            continue
        archive.timestamps[embedded.field_name] = answer
        if answer.verdict is Verdict.VALID and answer.at and changed is not Changes.FORBIDDEN:
            known = knowledge.of(reader, embedded.signed_revision)
            moment = hearing.at(answer.at, known)
            archive.moments[embedded.signed_revision] = moment
    return archive
