"""The optional model: its candidates are confirmed or rejected by the rules; a tiny one is trained here."""

import pytest
import spacy
from spacy.training import Example

from pipeline.extract.language import find_mentions
from pipeline.extract.view import view_text
from pipeline.model.errors import PipelineError

# (text, entities): enough for a tiny model to learn these very names.
LESSONS = [
    ("北京科技大学副教授容与作报告。", [(9, 11, "PERSON")]),
    ("容与在会上发言。", [(0, 2, "PERSON")]),
    ("团队参观了青松岭工坊。", [(5, 10, "ORG")]),
    ("团队参观了青松岭实验室。", [(5, 11, "ORG")]),
    ("会议讨论了明年的工作。", []),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    language = spacy.blank("zh")
    recognizer = language.add_pipe("ner")
    for _, entities in LESSONS:
        for _, _, label in entities:
            recognizer.add_label(label)
    examples = [Example.from_dict(language.make_doc(text), {"entities": entities}) for text, entities in LESSONS]
    optimizer = language.initialize(lambda: examples)
    optimizer.learn_rate = 0.01
    for _ in range(40):
        language.update(examples, sgd=optimizer)
    learnt = [(e.text, e.label_) for text, _ in LESSONS for e in language(text).ents]
    assert ("容与", "PERSON") in learnt, "the tiny model has not learnt its lessons"
    folder = tmp_path_factory.mktemp("model") / "tiny"
    language.to_disk(folder)
    return str(folder)


def test_without_a_model_the_rules_stand_alone(monkeypatch):
    monkeypatch.delenv("EXTRACT_MODEL", raising=False)
    assert [o.method for o in find_mentions(view_text(LESSONS[0][0])).officials if "model" in o.method] == []


def test_a_person_beside_a_title_is_confirmed(monkeypatch, model):
    monkeypatch.setenv("EXTRACT_MODEL", model)
    (official,) = find_mentions(view_text(LESSONS[0][0])).officials
    assert official.text == "容与"
    assert official.roles[0].title == "副教授"
    assert official.roles[0].organization == "北京科技大学"


def test_a_person_without_a_title_and_a_body_without_a_suffix_are_rejected(monkeypatch, model):
    monkeypatch.setenv("EXTRACT_MODEL", model)
    assert find_mentions(view_text(LESSONS[1][0])).officials == ()
    assert [o.text for o in find_mentions(view_text(LESSONS[2][0])).organizations] == []


def test_a_model_that_is_not_installed_is_an_error_in_words(monkeypatch):
    monkeypatch.setenv("EXTRACT_MODEL", "no_such_package")
    with pytest.raises(PipelineError, match="not installed"):
        find_mentions(view_text("会议召开。"))
