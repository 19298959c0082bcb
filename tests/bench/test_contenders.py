"""What the benchmarks compare is the same work: each contender has made the same text or cells."""

from pathlib import Path

import pytest

from bench import docx_peers, http_peers, pdf, processes, xlsx_peers
from bench.harness import OURS, Contender, Turns, compared, turn
from bench.subjects import AS_OF, PLAN, list_of, sample, subject


@pytest.mark.parametrize("case", ["minimal", "typical"])
def test_contenders_give_the_same_document(case: str) -> None:
    made = subject(PLAN, case)
    assert [one.name for one in docx_peers.contenders(made, None)] == [OURS, "docxtpl"]
    assert [one.name for one in xlsx_peers.contenders(made)] == [OURS, "openpyxl"]


def test_all_ways_to_set_a_pdf_hold_every_value() -> None:
    ways = pdf.ways("kz.plan", "minimal")
    assert tuple(ways) == pdf.WAYS
    pdf.check_values("kz.plan", "minimal", ways)


def test_a_contender_that_gives_another_text_is_noticed() -> None:
    made = subject(PLAN, "minimal")
    other = docx_peers.by_docxtpl(docx_peers.template(made), subject(PLAN, "typical"))
    assert docx_peers.texts_of(other) != docx_peers.texts_of(docx_peers.ours(made))


def test_tags_stand_for_every_value_of_a_template_of_other_programs() -> None:
    made = subject(PLAN, "typical")
    content, texts = docx_peers.tagged(made, "{{d.{}}}")
    filled = docx_peers.texts_of(content)
    for name, text in texts.items():
        filled = filled.replace(f"{{d.{name}}}", "".join(text.split()))
    assert filled == docx_peers.texts_of(docx_peers.ours(made))
    assert any("Сорокина" in text for text in texts.values())


def test_a_list_has_the_rows_that_are_asked_for() -> None:
    assert len(list_of(30).context["rows"]) == 30


def test_the_first_service_gives_the_same_document(tmp_path: Path) -> None:
    body = sample(PLAN, "typical")
    with http_peers.running("naive") as address:
        theirs = docx_peers.texts_of(http_peers.document(address, body))
    assert theirs == docx_peers.texts_of(docx_peers.ours(subject(PLAN, "typical")))


def test_ratios_are_those_of_one_round() -> None:
    quick, slow = iter([1.0, 9, 9, 2, 4]), iter([1.0, 9, 9, 6, 8])
    ways = [
        Contender(OURS, "1", lambda: next(quick)),
        Contender("other", "2", lambda: next(slow)),
    ]
    ours, other = compared("work", ways, Turns(2, seconds=0, warm_up=3), {"other": 3})
    assert ours["times_slower"]["median"] == 1
    assert other["times_slower"]["median"] == 2.5
    assert other["target"] == 3


def test_a_turn_makes_documents_until_its_time_is_over() -> None:
    spent = iter([0.2, 0.1, 0.3, 0.4])
    assert turn(lambda: next(spent), 0.5) == pytest.approx(0.2)
    assert next(spent) == 0.4


def test_memory_is_measured_in_a_process_of_its_own() -> None:
    told = processes.memory(1, 3)
    assert 0.5 < told["growth"] < 2
    assert AS_OF.year == 2026
