"""What the weekly recovery model costs, beside a Mesa model of the same equations in the same run.

    python benchmarks/model.py                    all sizes: some minutes on two cores
    python benchmarks/model.py --largest 10000    a quick look

First both are given the same draws and must tell the same lives; then each measurement runs in a process of its own, on
all processors that it may use. The unit is the alter-week: one alter of one simulated person in one week. Printed is
Markdown: alter-weeks per second of the clock and per second of processor (a busy machine disturbs the second less),
and the most memory in use beyond what stands before the run.

Two populations: many people in the five example egonets, and as many different egonets as people.

The Mesa model is written as its tutorial would: an agent per person with a step, alters as objects with slots, plain
floats, all draws of a week at once. Its cost per person does not depend on how many there are, so it runs a few.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time

import mesa
import numpy as np
import pandas as pd

import egonets
from egonets.models import Parameters, recovery

SIZES = (1_000, 10_000, 100_000, 1_000_000)
WEEKS, MESA_PEOPLE, REPEATS, SEED = 104, 200, 3, 2024
KINDS = egonets.SUPPORTS


# -- the same equations in Mesa --------------------------------------------------------------------------------


class Alter:
    """An alter as one person knows them."""

    __slots__ = ("balance", "contact", "credit", "often", "status", "strength", "support", "zone")

    def __init__(self, row: dict, p: Parameters):
        self.strength, self.status, self.zone = row["strength"], row["status"], row["zone"]
        self.support = [row[f"support_{kind}"] for kind in KINDS]
        self.credit = p[f"credit_{self.zone}"]
        self.often = min(1, row["contact"])
        self.balance = self.contact = 0.0


class Person(mesa.Agent):
    """A person who tries to stay abstinent, week by week."""

    def __init__(self, model: mesa.Model, number: int, alters: list[Alter], frailty: float):
        super().__init__(model)
        self.number, self.alters, self.frailty = number, alters, frailty
        p = model.p
        self.stress, self.loneliness = p["stress_start"], p["loneliness_start"]
        self.craving, self.identity = p["craving_start"], p["identity_start"]
        self.returned, self.well_being = 0, 0.0

    def step(self) -> None:
        p, u = self.model.p, self.model.draws(self.number)
        helpers = [alter for alter in self.alters if alter.balance - p["cost"] >= -alter.credit]
        covered = []
        for kind in range(4):
            missing = 1.0
            for alter in helpers:
                missing *= 1 - alter.strength * alter.support[kind]
            covered.append(1 - missing)
        events = [(int(4 * draw), -math.log1p(-(4 * draw - int(4 * draw)))) for draw in u[4 : 4 + self.events(u[0])]]
        load = sum(size * (1 - p["buffering"] * covered[kind]) for kind, size in events)
        self.stress = p["stress_memory"] * self.stress + load
        logit = p["seek_baseline"] + p["seek_loneliness"] * self.loneliness - p["seek_identity"] * self.identity
        seeks = u[1] < 1 / (1 + math.exp(-logit))
        self.meet(seeks)
        self.settle(helpers, events)
        self.feel()
        chance = 1 - math.exp(-math.exp(self.log_hazard(sum(covered) / 4)))
        if self.returned == 0 and u[2] < chance:
            self.returned = self.model.week
        self.well_being += max(0, 1 - p["wellbeing_stress"] * self.stress - p["wellbeing_loneliness"] * self.loneliness)

    def events(self, draw: float) -> int:
        rate = self.model.p["event_rate"]
        count, probability = 0, math.exp(-rate)
        reached = probability
        while draw >= reached and count < 8:
            count += 1
            probability *= rate / count
            reached += probability
        return count

    def meet(self, seeks: bool) -> None:
        p = self.model.p
        for alter in self.alters:
            alter.contact = p["passing_contact"] + seeks if alter.status == "uses" else alter.often
            if alter.zone == "extended":
                alter.contact *= p["extended_contact"]

    def settle(self, helpers: list[Alter], events: list[tuple[int, float]]) -> None:
        p, willing = self.model.p, set(helpers) if events else ()
        for alter in self.alters:
            helped = sum(alter.strength * alter.support[kind] for kind, _ in events) if alter in willing else 0
            alter.balance = p["balance_memory"] * alter.balance - p["cost"] * helped + p["earn"] * alter.contact

    def feel(self) -> None:
        p = self.model.p
        contact = cues = company = 0.0
        for alter in self.alters:
            weighed = alter.strength * alter.contact
            contact += weighed
            if alter.status == "uses":
                cues += weighed
            elif alter.status == "in_recovery":
                cues += p["talk"] * weighed
                company += weighed
            else:
                company += p["neutral_identity"] * weighed
        gap = max(0, p["desired_belonging"] - (1 - math.exp(-contact)))
        self.loneliness = (1 - p["loneliness_speed"]) * self.loneliness + p["loneliness_speed"] * gap
        self.craving = p["craving_memory"] * self.craving + p["cue_weight"] * cues
        if contact > 0:
            self.identity += p["identity_speed"] * (company / contact - self.identity)

    def log_hazard(self, covered: float) -> float:
        p = self.model.p
        return (
            p["baseline"]
            + p["stress_weight"] * self.stress
            + p["loneliness_weight"] * self.loneliness
            + p["craving_weight"] * self.craving
            - p["identity_weight"] * self.identity
            - p["main_effect"] * covered
            + self.frailty
            - p["duration_weight"] * math.log1p((self.model.week - 1) / p["duration_unit"])
        )


class Lives(mesa.Model):
    """Some people in each egonet, for some weeks; with ``addressed`` draws it tells the lives that egonets tells."""

    def __init__(self, nets: egonets.EgoNets, people: int, addressed: bool = False):
        super().__init__(seed=SEED)
        given = Parameters.of("recovery")
        social = ("buffering", "main_effect", "loneliness_weight", "craving_weight", "identity_weight")
        self.p = {name: value * (given.social_scale if name in social else 1) for name, value in given.items()}
        self.addressed, self.week = addressed, 0
        rows = {ego: table.to_dict("records") for ego, table in nets.alters.groupby("ego", sort=False)}
        frailty = recovery_frailty(nets, people, given)
        for place, ego in enumerate(nets.ego_ids):
            for number in range(place * people, (place + 1) * people):
                Person(self, number, [Alter(row, given) for row in rows.get(ego, [])], frailty[number])

    def draws(self, number: int) -> list[float]:
        if self.addressed:
            philox = np.random.Philox(key=SEED, counter=[3 * number, self.week, 0, 0])
            return np.random.Generator(philox).random(12).tolist()
        return self.rng.random(12).tolist()

    def step(self) -> None:
        self.week += 1
        self.agents.do("step")


def recovery_frailty(nets: egonets.EgoNets, people: int, given: Parameters) -> list[float]:
    from scipy.special import ndtri

    counters = [[3 * number, 0, 0, 0] for number in range(len(nets) * people)]
    born = [np.random.Generator(np.random.Philox(key=SEED, counter=each)).random() for each in counters]
    return (given.frailty_sd * ndtri(born)).tolist()


def check_that_both_tell_the_same_lives(people: int = 5, weeks: int = 40) -> None:
    """No timing is worth anything if the programs compute different things."""
    nets = egonets.examples()
    ours = recovery.simulate(nets, {"people": people, "weeks": weeks}, seed=SEED)
    theirs = Lives(nets, people, addressed=True)
    for _ in range(weeks):
        theirs.step()
    assert ours.returned.ravel().tolist() == [person.returned for person in theirs.agents]
    np.testing.assert_allclose(ours.well_being.ravel() * weeks, [person.well_being for person in theirs.agents])


# -- measurements, each in a process of its own ----------------------------------------------------------------


def many_people(size: int) -> tuple[egonets.EgoNets, int]:
    """The five example egonets, and how many people live in each."""
    return egonets.examples(), size // 5


def many_egonets(size: int) -> tuple[egonets.EgoNets, int]:
    """As many egonets as people: the five examples over and over, each with rows of its own."""
    nets = egonets.examples()
    copies = np.arange(size // 5)
    alters, n = nets.alters, len(nets.alters)
    ego = np.tile(nets.alter_ego, len(copies)) + np.repeat(copies * 5, n)
    table = alters.take(np.tile(np.arange(n), len(copies))).assign(ego=ego).reset_index(drop=True)
    return egonets.EgoNets(pd.DataFrame({"ego": np.arange(5 * len(copies))}), table), 1


POPULATIONS = {"people in five egonets": many_people, "egonets": many_egonets}


def measure(program: str, population: str, size: int, threads: int) -> dict:
    """Seconds of the clock and of processor for the best of some runs, and the memory that the run adds."""
    nets, people = POPULATIONS[population](size)
    work = mesa_run if program == "mesa" else egonets_run
    work(*many_people(5), threads)  # compile, import
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    best = (math.inf, math.inf)
    for _ in range(REPEATS):
        clock, processor = time.perf_counter(), time.process_time()
        work(nets, people, threads)
        best = min(best, (time.perf_counter() - clock, time.process_time() - processor))
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    alter_weeks = len(nets.alters) * people * WEEKS
    return {"alter_weeks": alter_weeks, "clock": best[0], "processor": best[1], "mebibytes": added / 1024}


def egonets_run(nets: egonets.EgoNets, people: int, threads: int) -> None:
    recovery.simulate(nets, {"people": people, "weeks": WEEKS}, seed=SEED, threads=threads)


def mesa_run(nets: egonets.EgoNets, people: int, threads: int) -> None:
    model = Lives(nets, people)
    for _ in range(WEEKS):
        model.step()


def in_own_process(*what: object) -> dict:
    command = [sys.executable, __file__, "measure", *map(str, what)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


# -- what came out -------------------------------------------------------------------------------------------------


def main() -> None:
    if sys.argv[1:2] == ["measure"]:
        program, population, size, threads = sys.argv[2:]
        print(json.dumps(measure(program, population, int(size), int(threads))))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=max(SIZES), help="most people in one run")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    check_that_both_tell_the_same_lives()
    print(f"| program | population | size | million alter-weeks per second ({options.threads} threads) | "
          "per second of processor | times Mesa | MiB added |")  # fmt: skip
    print("|---|---|---:|---:|---:|---:|---:|")
    mesa_result = in_own_process("mesa", "people in five egonets", MESA_PEOPLE, 1)
    print(row("Mesa", "people in five egonets", MESA_PEOPLE, mesa_result, mesa_result), flush=True)
    for population in POPULATIONS:
        for size in (size for size in SIZES if size <= options.largest):
            result = in_own_process("egonets", population, size, options.threads)
            print(row("egonets", population, size, result, mesa_result), flush=True)


def row(program: str, population: str, size: int, result: dict, mesa_result: dict) -> str:
    speed = {unit: result["alter_weeks"] / result[unit] / 1e6 for unit in ("clock", "processor")}
    times = speed["clock"] / (mesa_result["alter_weeks"] / mesa_result["clock"] / 1e6)
    numbers = f"{speed['clock']:.3g} | {speed['processor']:.3g} | {times:,.0f} | {result['mebibytes']:.0f}"
    return f"| {program} | {population} | {size:,} | {numbers} |"


if __name__ == "__main__":
    main()
