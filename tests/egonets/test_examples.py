"""The five made-up egonets say what their codebook says, and the two shapes are what they are called."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd
import pytest

from egonets import CONTEXTS, EXAMPLES, STATUSES, SUPPORTS, ZONES, clique, density, example, examples, star

DATA = files("egonets") / "data"
CODEBOOK = (DATA / "README.md").read_text(encoding="utf-8")


def test_all_five_come_in_one_object_in_their_order():
    assert tuple(examples().ego_ids) == EXAMPLES
    assert EXAMPLES == ("home_alone", "using_circle", "family_only", "street_team", "diverse")


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_comes_alone_too(name):
    assert example(name).equals(examples()[name])


def test_a_name_that_is_none_is_told_which_there_are():
    with pytest.raises(ValueError, match=r"There is no example 'choir'\. Choose one of home_alone, using_circle"):
        example("choir")


def test_nobody_in_them_is_real_and_the_files_say_so():
    assert examples().egos["made_up"].all()
    assert "Every person in these files is made up." in CODEBOOK


@pytest.mark.parametrize("table", ["egos", "alters", "ties"])
def test_every_column_is_in_the_codebook(table):
    columns = getattr(examples(), table).columns
    assert len(columns) > 4
    assert [name for name in columns if f"`{name}`" not in CODEBOOK] == []


def test_every_known_column_is_filled():
    alters = examples().alters
    wanted = {"role", "zone", "context", "status", "strength", "contact", "economic", "cultural"}
    wanted |= {f"{way}_{kind}" for way in ("support", "given") for kind in SUPPORTS}
    assert wanted <= set(alters.columns)
    assert not alters.isna().any().any()


def test_each_has_5_to_25_alters():
    sizes = pd.Series(examples().offsets).diff().dropna()
    assert sizes.between(5, 25).all()


def test_some_zones_are_empty_and_the_words_for_them_are_there_all_the_same():
    counts = examples().alters.groupby(["ego", "zone"], observed=False).size().unstack()
    assert list(counts.columns) == list(ZONES)
    assert counts.loc["home_alone", "primary"] == 0
    assert counts.loc["using_circle", "extended"] == 0
    assert counts.loc["family_only", "extended"] == 0
    assert (counts.loc["diverse"] > 0).all()


def test_each_is_the_situation_that_its_name_says():
    alters = examples().alters.set_index("ego")
    uses = (alters["status"] == "uses").groupby("ego").mean()
    assert uses["using_circle"] == 0.9
    assert set(alters.loc["family_only", "context"]) == {"family"}
    assert set(alters.loc["diverse", "context"]) == set(CONTEXTS)
    team = alters.loc["street_team"]
    assert ((team["status"] == "in_recovery") & (team["role"] == "teammate")).sum() == 7
    assert (team["role"] == "coach").sum() == 1
    thin = density(examples())
    assert thin["using_circle"] > 0.6 > thin["street_team"] > 0.4 > thin["diverse"] > thin["home_alone"]


def test_every_status_occurs_somewhere():
    assert set(examples().alters["status"]) == set(STATUSES)


@pytest.mark.parametrize("alters", [0, 1, 2, 7])
def test_in_a_star_nobody_knows_anybody_and_in_a_clique_everybody(alters):
    assert (len(star(alters).alters), len(star(alters).ties)) == (alters, 0)
    assert (len(clique(alters).alters), len(clique(alters).ties)) == (alters, alters * (alters - 1) // 2)


@pytest.mark.parametrize("shape", [star, clique])
def test_there_is_no_shape_of_less_than_nobody(shape):
    with pytest.raises(ValueError, match=r"An ego cannot have -1 alters\. Give a number from 0\."):
        shape(-1)
