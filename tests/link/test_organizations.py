"""Organizations and the departments that texts name after a short form of their body."""

from pipeline.model.mention import Alias
from tests.link.build import alliance, bulletin, links_of, naming, organization, resolved


def test_departments_named_after_any_form_of_an_alliance_are_one() -> None:
    forms = ("封测联盟秘书处", "集成电路封测产业技术创新战略联盟秘书处", "封測聯盟秘書處")
    archive = [
        bulletin(naming(alliance("封测联盟"), organization(forms[0])), number=1),
        bulletin(naming(organization(forms[1]), organization(forms[2])), number=2),
    ]
    entities, links = resolved(archive)
    (record,) = entities.organizations
    assert record.name == forms[1]
    assert {link.record_id for form in forms for link in links_of(archive, links, form)} == {record.organization_id}


def test_a_department_has_the_full_name_that_no_text_prints() -> None:
    entities, _ = resolved([bulletin(naming(alliance("封测联盟"), organization("封测联盟秘书处")))])
    assert [o.name for o in entities.organizations] == ["集成电路封测产业技术创新战略联盟秘书处"]


def test_departments_go_under_the_body_that_a_text_abbreviates() -> None:
    full, short = "样例产业促进中心", "样例中心"
    first = naming(
        organization(full), organization(short), organization(f"{short}办公室"), aliases=(Alias(full, short),)
    )
    entities, _ = resolved([bulletin(first), bulletin(naming(organization(f"{full}办公室")), number=2)])
    assert {o.name for o in entities.organizations} == {full, f"{full}办公室"}


def test_departments_of_different_alliances_stay_apart() -> None:
    names = ("封测联盟秘书处", "存储联盟秘书处")
    alliances = (alliance("封测联盟"), alliance("存储联盟"))
    entities, _ = resolved([bulletin(naming(*alliances), naming(*map(organization, names)))])
    assert len(entities.organizations) == 2
