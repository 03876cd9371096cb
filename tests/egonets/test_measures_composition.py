"""Composition, diversity and mixing: worked out by hand, the traps of other programs, the undefined."""

from math import log2

import numpy as np
import pandas as pd
import pytest
from small_egonets import anna, drawn

import egonets
from egonets import (
    CONTEXTS,
    STATUSES,
    EgonetDataError,
    EgoNets,
    alter_statistic,
    answered,
    blau,
    composition_counts,
    composition_shares,
    context_share,
    ei_index,
    iqv,
    rescaled_tie_ei_index,
    richness,
    shannon,
    size,
    status_share,
    tie_ei_index,
)

TOWNS = ["Oslo", "Bergen", "Bodø"]
FIVE = {"town": ["Oslo", "Oslo", "Oslo", "Bergen", None]}  # three, one, none, and one who did not say


def nobody_and(nets):
    """The same egonets after an ego without alters."""
    egos = pd.concat([pd.DataFrame({"ego": ["nobody"]}), nets.egos], ignore_index=True)
    return EgoNets(egos, nets.alters, nets.ties)


# -- counts and shares ---------------------------------------------------------------------------------------


def test_an_absent_declared_category_is_zero_not_nan():
    nets = anna("abcde", **FIVE)
    assert composition_counts(nets, "town", categories=TOWNS).loc["anna"].to_dict() == {
        "Oslo": 3, "Bergen": 1, "Bodø": 0, "missing": 1,
    }  # fmt: skip
    assert composition_shares(nets, "town", categories=TOWNS).loc["anna"].tolist() == [3 / 4, 1 / 4, 0]


def test_egos_without_alters_do_not_vanish_from_composition():
    nets = nobody_and(anna("abcde", **FIVE))
    counts = composition_counts(nets, "town", categories=TOWNS)
    shares = composition_shares(nets, "town", categories=TOWNS)
    assert list(counts.index) == list(shares.index) == ["nobody", "anna"]
    assert counts.loc["nobody"].tolist() == [0, 0, 0, 0]
    assert shares.loc["nobody"].isna().all()


@pytest.mark.parametrize(
    ("missing", "shares"),
    [
        ("leave_out", {"Oslo": 3 / 4, "Bergen": 1 / 4, "Bodø": 0}),
        ("own_share", {"Oslo": 3 / 5, "Bergen": 1 / 5, "Bodø": 0, "missing": 1 / 5}),
        ("undefined", {"Oslo": np.nan, "Bergen": np.nan, "Bodø": np.nan}),
    ],
)
def test_missing_values_follow_one_policy_that_the_caller_chooses(missing, shares):
    found = composition_shares(anna("abcde", **FIVE), "town", categories=TOWNS, missing=missing).loc["anna"]
    pd.testing.assert_series_equal(found, pd.Series(shares, name="anna", dtype=float))


@pytest.mark.parametrize("missing", ["leave_out", "own_share", "undefined"])
def test_missing_values_are_in_the_denominator_everywhere_or_nowhere(missing):
    nets = drawn(300, seed=1)
    shares = composition_shares(nets, "status", missing=missing)
    by_hand = 1 - (shares**2).sum(axis=1, min_count=1)
    pd.testing.assert_series_equal(blau(nets, "status", missing=missing), by_hand, check_names=False)
    assert by_hand.isna().sum() > 10


def test_what_is_missing_is_reported():
    nets = drawn(300, seed=1)
    counts = composition_counts(nets, "status")
    assert (counts.sum(axis=1) == size(nets)).all()
    assert (counts["missing"] == size(nets) - answered(nets, "status")).all()
    assert counts["missing"].sum() > 100


def test_the_words_of_the_package_are_declared_categories():
    nets = anna("ab", status=["uses", "uses"], context=["family", None])
    assert list(status_share(nets).columns) == list(STATUSES)
    assert list(context_share(nets).columns) == list(CONTEXTS)
    assert status_share(nets).loc["anna"].tolist() == [1, 0, 0, 0]


def test_categories_that_happen_to_occur_are_not_taken_for_all_there_are():
    message = (
        "1 problem in the data:\n"
        "  alters: the categories of 'town' are not declared, and those that happen to occur may not be all. "
        "Pass categories=[...], or make the column a pandas.Categorical."
    )
    for measure in (composition_counts, composition_shares, iqv):
        with pytest.raises(EgonetDataError) as error:
            measure(anna("abcde", **FIVE), "town")
        assert str(error.value) == message


def test_a_categorical_column_declares_its_own_categories():
    towns = pd.Categorical(["Bodø", "Bodø"], categories=TOWNS)
    assert composition_counts(anna("ab", town=towns), "town").loc["anna"].tolist() == [0, 0, 2, 0]


def test_every_value_outside_the_declared_categories_is_named():
    with pytest.raises(EgonetDataError) as error:
        composition_counts(anna("abcd", town=["Oslo", "oslo", None, "Rome"]), "town", categories=TOWNS)
    assert [(problem.row, problem.value) for problem in error.value.problems] == [(1, "oslo"), (3, "Rome")]
    assert str(error.value.problems[0]) == (
        "alters row 1: town is 'oslo'; the declared categories are Oslo, Bergen, Bodø. "
        "Correct the value, or declare its category."
    )


def test_a_category_called_missing_is_refused():
    with pytest.raises(EgonetDataError, match="which is the name for alters without a value"):
        composition_counts(anna("a", answer=["missing"]), "answer", categories=["missing", "yes"])


def test_a_policy_that_does_not_exist_is_refused():
    for measure in (status_share, shannon):
        with pytest.raises(ValueError, match="missing must be one of leave_out, own_share, undefined, not 'drop'"):
            measure(anna("a", status=["uses"], context=["family"]), missing="drop")


# -- diversity -----------------------------------------------------------------------------------------------


def test_diversity_worked_out_by_hand():
    nets = anna("abcde", **FIVE)
    assert richness(nets, "town").item() == 2
    assert shannon(nets, "town").item() == pytest.approx(-(3 / 4 * log2(3 / 4) + 1 / 4 * log2(1 / 4)))
    assert blau(nets, "town").item() == pytest.approx(1 - 9 / 16 - 1 / 16)
    assert iqv(nets, "town", categories=TOWNS).item() == pytest.approx((3 / 8) / (2 / 3))


@pytest.mark.parametrize("k", [2, 3, 8])
def test_equally_common_categories_give_the_maximum(k):
    words = [f"town {place}" for place in range(k)]
    nets = anna(range(2 * k), town=words * 2)
    assert richness(nets, "town").item() == k
    assert shannon(nets, "town").item() == pytest.approx(log2(k))
    assert blau(nets, "town").item() == pytest.approx(1 - 1 / k)
    assert iqv(nets, "town", categories=words).item() == pytest.approx(1)


def test_alters_of_one_category_give_zero():
    nets = anna("abc", town=["Oslo"] * 3)
    assert richness(nets, "town").item() == 1
    assert [measure(nets, "town").item() for measure in (shannon, blau)] == [0, 0]
    assert str(shannon(nets, "town").item()) == "0.0"
    assert iqv(nets, "town", categories=TOWNS).item() == 0


def test_entropy_of_an_ego_without_alters_is_nan_not_zero():
    nets = nobody_and(anna("abc", town=["Oslo"] * 3))
    for found in (shannon(nets, "town"), blau(nets, "town"), iqv(nets, "town", categories=TOWNS)):
        assert np.isnan(found["nobody"])
        assert found["anna"] == 0
    assert richness(nets, "town").tolist() == [0, 1]


def test_where_nobody_answered_diversity_is_unknown():
    nets = anna("ab", town=pd.Series([None, None], dtype=object))
    for measure in (richness, shannon, blau):
        assert np.isnan(measure(nets, "town").item())
    assert np.isnan(iqv(nets, "town", categories=TOWNS).item())


def test_k_comes_from_the_declared_categories_never_from_the_sample():
    anna_alone = anna("ab", town=["Oslo", "Bergen"])
    assert iqv(anna_alone, "town", categories=TOWNS[:2]).item() == pytest.approx(1)
    assert iqv(anna_alone, "town", categories=TOWNS).item() == pytest.approx(0.5 / (2 / 3))
    assert iqv(anna_alone, "town", categories=TOWNS, missing="own_share").item() == pytest.approx(0.5 / (3 / 4))


def test_a_single_declared_category_has_no_index_of_variation():
    assert np.isnan(iqv(anna("ab", town=["Oslo", "Oslo"]), "town", categories=["Oslo"]).item())


def test_missing_may_be_a_category_of_its_own():
    nets = anna("ab", town=["Oslo", None])
    assert richness(nets, "town", missing="own_share").item() == 2
    assert shannon(nets, "town", missing="own_share").item() == 1
    assert np.isnan(richness(nets, "town", missing="undefined").item())


def test_thousands_of_different_words_need_no_table_of_egos_by_words():
    nets = anna(range(5_000), job=[f"job {place}" for place in range(5_000)])
    assert richness(nets, "job").item() == 5_000
    assert shannon(nets, "job").item() == pytest.approx(log2(5_000))


# -- one number from a column --------------------------------------------------------------------------------

AGES = [30.0, np.nan, 20.0, 0.0, 70.0]


@pytest.mark.parametrize(
    ("statistic", "value"),
    [
        ("mean", 30), ("sum", 120), ("minimum", 0), ("maximum", 70), ("median", 25), ("any", 1), ("all", 0),
        # Squares of the distances from 30: 0, 100, 900, 1600.
        ("standard_deviation", (2600 / 3) ** 0.5),
    ],
)  # fmt: skip
def test_statistic_worked_out_by_hand(statistic, value):
    found = alter_statistic(anna("abcde", age=AGES), "age", statistic)
    assert found.item() == pytest.approx(value)
    assert found.name == f"{statistic}_age"
    assert np.isnan(alter_statistic(anna("abcde", age=AGES), "age", statistic, missing="undefined").item())


@pytest.mark.parametrize("statistic", ["mean", "sum", "minimum", "maximum", "median", "standard_deviation"])
def test_statistics_agree_with_pandas(statistic):
    nets = drawn(200, seed=3)
    rng = np.random.default_rng(3)
    age = np.where(rng.random(len(nets.alters)) < 0.3, np.nan, rng.integers(0, 90, len(nets.alters)))
    nets = EgoNets(nets.egos, nets.alters.assign(age=age), nets.ties)
    by_ego = nets.alters.groupby("ego")["age"]
    theirs = {
        "mean": by_ego.mean, "sum": lambda: by_ego.sum(min_count=1), "minimum": by_ego.min, "maximum": by_ego.max,
        "median": by_ego.median, "standard_deviation": by_ego.std,
    }[statistic]()  # fmt: skip
    ours = alter_statistic(nets, "age", statistic)
    pd.testing.assert_series_equal(ours, theirs.reindex(ours.index), check_names=False)
    assert ours.isna().sum() > 10


def test_any_and_all_of_a_yes_no_column():
    nets = nobody_and(anna("abc", work=pd.array([True, None, True], dtype="boolean")))
    assert alter_statistic(nets, "work", "all")["anna"] == 1
    assert alter_statistic(nets, "work", "any").isna().tolist() == [True, False]


def test_a_statistic_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match=r"There is no statistic 'mode'\. Choose one of mean, sum, minimum"):
        alter_statistic(anna("a", age=[1]), "age", "mode")
    with pytest.raises(ValueError, match="missing must be 'leave_out' or 'undefined', not 'own_share'"):
        alter_statistic(anna("a", age=[1]), "age", missing="own_share")


# -- like and unlike -----------------------------------------------------------------------------------------


def test_e_i_worked_out_by_hand():
    # Anna is of Oslo; three of her alters are, one is not, one did not say.
    assert ei_index(anna("abcde", ego={"town": "Oslo"}, **FIVE), "town").item() == (1 - 3) / 4


def test_e_i_is_not_divided_by_the_number_of_alters_again():
    nets = anna("abc", ego={"town": "Oslo"}, town=["Bergen"] * 3)
    assert ei_index(nets, "town").item() == 1
    assert ei_index(anna("abc", ego={"town": "Bergen"}, town=["Bergen"] * 3), "town").item() == -1


def test_e_i_is_nan_where_ego_or_every_alter_has_no_value():
    assert np.isnan(ei_index(anna("ab", ego={"town": None}, town=["Oslo", "Bergen"]), "town").item())
    assert np.isnan(ei_index(anna("ab", ego={"town": "Oslo"}, town=[None, None]), "town").item())
    assert np.isnan(ei_index(anna("", ego={"town": "Oslo"}, town=[]), "town").item())


def test_e_i_leaves_out_what_is_missing_whatever_stands_for_it():
    for missing in (None, np.nan, pd.NA):
        towns = pd.array(["Oslo", "Bergen", missing, "Bergen"], dtype="string" if missing is pd.NA else object)
        assert ei_index(anna("abcd", ego={"town": "Oslo"}, town=towns), "town").item() == pytest.approx(1 / 3)


def test_e_i_between_columns_of_two_names_and_of_the_packages_words():
    nets = anna("abc", ego={"own": "uses"}, status=["uses", "uses", "in_recovery"])
    assert ei_index(nets, "status", ego_name="own").item() == pytest.approx(-1 / 3)
    assert ei_index(nets, ego_name="own", categories=STATUSES).item() == pytest.approx(-1 / 3)


def test_ego_and_alter_codes_are_not_compared_as_text():
    # As text, 1 is "1" here and "1.0" there, and all alters would be unlike ego.
    with_gap = anna("abc", ego={"code": 1}, code=[1.0, 2.0, np.nan])
    assert ei_index(with_gap, "code").item() == 0
    with pytest.raises(EgonetDataError) as error:
        ei_index(anna("ab", ego={"code": 1}, code=["1", "2"]), "code")
    assert str(error.value) == (
        "1 problem in the data:\n"
        "  egos: column 'code' of the egos holds numbers, that of the alters text. "
        'Use text or numbers in both: "1" and 1 would never be alike.'
    )


# Three of Oslo who all know each other, two of Bergen who do not, and two ties between the towns.
TWO_TOWNS = anna("abcde", ["ab", "bc", "ac", "ad", "be"], town=["Oslo", "Oslo", "Oslo", "Bergen", "Bergen"])


def test_raw_e_i_does_not_count_external_ties_twice():
    assert tie_ei_index(TWO_TOWNS, "town").item() == pytest.approx((2 - 3) / (2 + 3))


def test_rescaled_e_i_worked_out_by_hand():
    # Like pairs: 3 of Oslo and 1 of Bergen, 3 tied; unlike pairs: 3 x 2, 2 tied.
    assert rescaled_tie_ei_index(TWO_TOWNS, "town").item() == pytest.approx((2 / 6 - 3 / 4) / (2 / 6 + 3 / 4))


def test_rescaled_e_i_is_zero_where_all_know_all():
    towns = ["Oslo"] * 7 + ["Bergen"]
    everyone = anna(range(8), [(i, j) for i in range(8) for j in range(i)], town=towns)
    assert rescaled_tie_ei_index(everyone, "town").item() == 0
    assert tie_ei_index(everyone, "town").item() == pytest.approx((7 - 21) / 28)


def test_ties_of_alters_without_a_value_do_not_count():
    two_silent = anna("abcd", ["ab", "bc", "cd"], town=["Oslo", "Oslo", None, None])
    assert tie_ei_index(two_silent, "town").item() == -1
    nets = anna("abc", ["ab", "bc"], town=["Oslo", "Bergen", None])
    assert tie_ei_index(nets, "town").item() == 1
    assert np.isnan(rescaled_tie_ei_index(nets, "town").item())  # no like pair whose towns are known


def test_two_of_unknown_status_are_not_alike():
    statuses = ["uses", "uses", "in_recovery", "unknown", "unknown"]
    nets = anna("abcde", ["ab", "bc", "de", "ad"], ego={"status": "unknown"}, status=statuses)
    assert tie_ei_index(nets).item() == 0  # a - b and b - c
    assert rescaled_tie_ei_index(nets).item() == pytest.approx(
        (1 / 2 - 1) / (1 / 2 + 1)
    )  # a - b; b - c of a - c, b - c
    assert np.isnan(ei_index(nets).item())
    using = EgoNets(nets.egos.assign(status="uses"), nets.alters, nets.ties)
    assert ei_index(using).item() == ei_index(using, categories=STATUSES).item() == pytest.approx(-1 / 3)


@pytest.mark.parametrize("measure", [tie_ei_index, rescaled_tie_ei_index])
def test_e_i_on_ties_is_nan_without_ties(measure):
    assert measure(nobody_and(anna("ab", town=["Oslo", "Bergen"])), "town").isna().all()


@pytest.mark.parametrize("name", ["richness", "shannon", "blau", "iqv", "ei_index", "tie_ei_index"])
def test_the_result_has_a_row_per_ego_and_the_name_of_the_function(name):
    nets = drawn(40, seed=8)
    found = getattr(egonets, name)(nets)
    assert found.name == name
    assert list(found.index) == list(range(40))
