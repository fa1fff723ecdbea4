"""Policies and organizations over small archives."""

from dataclasses import replace

import pytest

from pipeline.link import lineage
from pipeline.link.policies import number_key, registered, title_key
from tests.link.build import bulletin, links_of, naming, organization, policy, resolved


def test_the_registry_gives_number_and_date() -> None:
    # State Council document list: 国发〔2022〕12号 of 2022-05-24
    entry = registered("扎实稳住经济的一揽子政策措施")
    assert entry is not None and (entry.number, entry.date) == ("国发〔2022〕12号", "2022-05-24")
    assert registered("", "国发[2022]12号") == entry
    assert registered("没有这样的文件") is None


def test_the_record_keeps_the_printed_title_and_takes_the_number_from_the_registry() -> None:
    archive = [bulletin(naming(policy("扎实稳住经济的一揽子政策措施")))]
    (record,) = resolved(archive)[0].policies
    assert (record.title, record.document_number) == ("扎实稳住经济的一揽子政策措施", "国发〔2022〕12号")


def test_one_document_number_is_one_instrument() -> None:
    archive = [
        bulletin(naming(policy("关于样例工作的若干措施", document_number="样发〔2020〕3号")), number=1),
        bulletin(naming(policy("样例工作措施", document_number="样发[2020]3号")), number=2),
    ]
    entities, links = resolved(archive)
    assert [p.title for p in entities.policies] == ["关于样例工作的若干措施"]
    assert {link.record_id for link in links_of(archive, links, "样例工作措施")} == {entities.policies[0].policy_id}
    assert [r.new_id for r in entities.redirects] == [entities.policies[0].policy_id]


def test_a_short_form_leads_to_the_title_that_it_stands_for() -> None:
    full, short = policy("样例产业发展规划"), policy("规划", short_for="样例产业发展规划")
    archive = [bulletin(naming(full, policy("样例实施办法")), naming(short))]
    entities, links = resolved(archive)
    names = {p.policy_id: p.title for p in entities.policies}
    assert [names[link.record_id or ""] for link in links_of(archive, links, "规划")] == ["样例产业发展规划"]
    assert set(names.values()) == {"样例产业发展规划", "样例实施办法"}


def test_a_genre_alone_makes_no_record() -> None:
    archive = [bulletin(naming(policy("办法")))]
    entities, links = resolved(archive)
    (open_,) = links_of(archive, links, "办法")
    assert (entities.policies, open_.record_id, open_.decision) == ((), None, "review")


def test_issuers_of_all_statements_are_joined_and_a_renamed_body_counts_once() -> None:
    archive = [
        bulletin(naming(policy("样例规划", issuers=("环境保护部", "科技部"), issuer_count=3)), number=1),
        bulletin(naming(policy("样例规划", issuers=("生态环境部",))), number=2),
        bulletin(naming(policy("样例规划", issuers=("财政部",))), number=3),
    ]
    (record,) = resolved(archive)[0].policies
    assert (record.issuers, record.issuer_count) == (("环境保护部", "科技部", "财政部"), 3)


def test_years_left_out_lead_to_the_only_edition() -> None:
    full = "样例发展规划纲要（2006—2020年）"
    archive = [bulletin(naming(policy(full)), number=1), bulletin(naming(policy("样例发展规划纲要")), number=2)]
    assert [p.title for p in resolved(archive)[0].policies] == [full]
    two = [*archive, bulletin(naming(policy("样例发展规划纲要（2021—2035年）")), number=3)]
    assert len(resolved(two)[0].policies) == 3


@pytest.mark.parametrize("number", ["国发〔2022〕12号", "国发[2022]12号", "国发（2022）12号", "国发【2022】第12号"])
def test_document_numbers_are_read_in_any_brackets(number: str) -> None:
    assert number_key(number) == number_key("国发〔2022〕12号")


def test_the_particle_and_signs_say_nothing() -> None:
    assert title_key("推进“双碳”工作的意见") == title_key("推进双碳工作意见")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("环境保护部", "生态环境部"),  # 2018
        ("信息产业部", "工业和信息化部"),  # 2008
        ("国家卫生和计划生育委员会", "国家卫生健康委员会"),  # 2018
        ("卫生部", "国家卫生健康委"),  # by way of 国家卫生计生委
        ("国务院扶贫办", "农业农村部"),  # by way of 国家乡村振兴局
    ],
)
def test_a_renamed_body_has_one_lineage(old: str, new: str) -> None:
    assert lineage(old) == lineage(new)


def test_a_renamed_body_has_two_records() -> None:
    archive = [bulletin(naming(organization("环境保护部"), organization("生态环境部")))]
    assert len(resolved(archive)[0].organizations) == 2


def test_a_trial_instrument_is_cited_without_saying_so_until_the_definite_one_is_issued() -> None:
    trial, plain = policy("样例管理规定（试行）"), policy("样例管理规定")
    cited = [bulletin(naming(trial), number=1), bulletin(naming(plain), number=2)]
    assert [p.title for p in resolved(cited)[0].policies] == ["样例管理规定（试行）"]
    issued = [*cited, bulletin(naming(replace(plain, event="issued")), number=3)]
    assert len(resolved(issued)[0].policies) == 2
