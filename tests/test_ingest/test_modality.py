"""Denied, supposed or only an aim: what the words round a trigger say of it."""

from __future__ import annotations

import re

import pytest

from ingest.language import Language
from ingest.relate.modality import modality
from ingest.relate.tree import read_tree

CASES = """
plain
Insulin *inhibits* kinases.
Kinases were *inhibited* by insulin.
*Inhibition* of kinases by insulin was complete.
We found that insulin *inhibits* kinases.
These data show that insulin *inhibits* kinases.
Insulin does not bind kinases but *inhibits* apoptosis.
Insulin may bind kinases, and it *inhibits* apoptosis.
Insulin *inhibits* kinases, which may cause asthma.
Insulin not only *inhibits* kinases but also apoptosis.
Insulin *inhibits* kinases rather than apoptosis.
Insulin *inhibits* kinases in the absence of glucose.
Insulin *inhibits* kinases independently of glucose.
Insulin *inhibits* kinases, suggesting that glucose may bind apoptosis.
Although its mechanism is unknown, insulin *inhibits* kinases.
Insulin *inhibits* kinases, but whether it binds glucose is unclear.
It is well known that insulin *inhibits* kinases.
There is no doubt that insulin *inhibits* kinases.
Insulin could be *detected* in kinases.
Insulin *inhibits* kinases without affecting apoptosis.
Insulin did not affect the *inhibition* of kinases by glucose.
Insulin had no effect on the *inhibition* of kinases by glucose.
Glucose may block the *inhibition* of kinases by insulin.
Insulin *inhibits* kinases and may be useful in asthma.
In patients who did not receive aspirin, insulin *inhibits* kinases.
To our knowledge, this is the first report that insulin *inhibits* kinases.
We demonstrated that insulin not only binds but *inhibits* kinases.
Insulin, which does not bind apoptosis, *inhibits* kinases.
We determined that insulin *inhibits* kinases.
We could *inhibit* kinases with insulin.

negated
Insulin did not *inhibit* kinases.
Insulin failed to *inhibit* kinases.
Insulin never *inhibits* kinases.
Insulin was unable to *inhibit* kinases.
Insulin does not *inhibit* kinases in the liver.
Insulin showed no *inhibition* of kinases.
There was no *association* between insulin and asthma.
Insulin had no *effect* on kinases.
There is no evidence that insulin *inhibits* kinases.
Insulin no longer *inhibits* kinases.
Insulin was not *associated* with asthma.
Insulin did not bind or *inhibit* kinases.
Insulin does not *induce* macrophages but binds asthma.
Insulin neither *inhibits* nor binds kinases.
Insulin neither binds nor *inhibits* kinases.
There was no evidence that insulin *inhibits* kinases.
We found no evidence of *inhibition* of kinases by insulin.
There is little evidence that insulin *inhibits* kinases.
None of the experiments showed that insulin *inhibits* kinases.
Insulin was found not to *inhibit* kinases.
Insulin did not significantly *inhibit* kinases.
Insulin cannot *inhibit* kinases.
Insulin was incapable of *inhibiting* kinases.
Insulin was not able to *inhibit* kinases.
Insulin binds kinases without *inhibiting* apoptosis.
Insulin has not been shown to *inhibit* kinases.
It is not true that insulin *inhibits* kinases.
Insulin was ineffective in *inhibiting* kinases.
Insulin could not *inhibit* kinases.
Insulin had little *effect* on kinases.
Insulin had a negligible *effect* on kinases.
The failure of insulin to *inhibit* kinases was surprising.
Insulin does not have an *effect* on kinases.
We did not observe any *effect* of insulin on kinases.
No *association* was found between insulin and asthma.
There was no significant *association* of insulin with asthma.
Kinases were not *inhibited* by insulin.
Insulin lacks the ability to *inhibit* kinases.
Insulin lost the ability to *inhibit* kinases.
*Expression* of insulin was undetectable in macrophages.
Insulin showed a lack of *effect* on kinases.
No significant *inhibition* of kinases by insulin was observed.
Insulin is not *involved* in asthma.
We were unable to show that insulin *inhibits* kinases.

hedged
Insulin is claimed to *inhibit* kinases.
Insulin has been theorized to *inhibit* kinases.
Insulin may *inhibit* kinases.
Insulin might *inhibit* kinases.
Insulin could *serve* as a drug.
Insulin possibly *inhibits* kinases.
Insulin appears to *inhibit* kinases.
Insulin is thought to *inhibit* kinases.
We hypothesised that insulin *inhibits* kinases.
The authors suggest that insulin *inhibits* kinases.
Insulin is a potential *inhibitor* of kinases.
It is possible that insulin *inhibits* kinases.
We cannot exclude that insulin *inhibits* kinases.
It cannot be excluded that insulin *inhibits* kinases.
We could not rule out the possibility that insulin *inhibits* kinases.
The possibility that insulin *inhibits* kinases cannot be ruled out.
Insulin might be able to *inhibit* kinases.
Insulin is likely to *inhibit* kinases.
Insulin can potentially *inhibit* kinases.
Insulin may possibly *inhibit* kinases.
Insulin is believed to *inhibit* kinases.
Insulin has been proposed to *inhibit* kinases.
Our hypothesis is that insulin *inhibits* kinases.
We hypothesized that insulin would *inhibit* kinases.
We speculate that insulin *inhibits* kinases.
It is conceivable that insulin *inhibits* kinases.
It is not inconceivable that insulin *inhibits* kinases.
Perhaps insulin *inhibits* kinases.
Presumably, insulin *inhibits* kinases.
Insulin seems to *inhibit* kinases.
It appears that insulin *inhibits* kinases.
It has been suggested that insulin *inhibits* kinases.
One possibility is that insulin *inhibits* kinases.
A potential *effect* of insulin on kinases was seen.
Insulin is a putative *inhibitor* of kinases.
The hypothesis that insulin *inhibits* kinases is attractive.
These data support the hypothesis that insulin *inhibits* kinases.
Insulin may act by *inhibiting* kinases.
Taken together, our data suggest that insulin *inhibits* kinases.
Insulin could be a *treatment* for asthma.
Insulin may represent a *biomarker* for asthma.
Insulin might be useful for the *treatment* of asthma.
These findings are consistent with the idea that insulin *inhibits* kinases.
Insulin may bind and *inhibit* kinases.
Insulin may therefore not only bind but also *inhibit* kinases.
These data suggest a *role* of insulin in asthma.
It was given in the belief that insulin *inhibits* kinases.

negated hedged
Insulin may not *inhibit* kinases.
Insulin does not appear to *inhibit* kinases.
Insulin is not thought to *inhibit* kinases.
These results do not suggest that insulin *inhibits* kinases.
It is unlikely that insulin *inhibits* kinases.
Insulin might not *inhibit* kinases.
Insulin probably does not *inhibit* kinases.
It seems unlikely that insulin *inhibits* kinases.
Insulin is unlikely to *inhibit* kinases.
Insulin does not seem to *inhibit* kinases.
Insulin is unlikely to be *associated* with asthma.
It is doubtful that insulin *inhibits* kinases.
Insulin may have no *effect* on kinases.

aim
It is still unknown which kind of insulin *inhibits* kinases.
It is unclear what drugs *inhibit* kinases.
NK cells do not *express* kinases constitutively.
Insulin was not as *effective* in asthma as aspirin.
We investigated whether insulin *inhibits* kinases.
We asked whether insulin *inhibits* kinases.
The aim of this study was to determine whether insulin *inhibits* kinases.
We examined the *effect* of insulin on kinases.
We studied the *association* between insulin and asthma.
It is unknown whether insulin *inhibits* kinases.
It remains unclear whether insulin *inhibits* kinases.
It is not known whether insulin *inhibits* kinases.
It is not clear if insulin *inhibits* kinases.
Whether insulin *inhibits* kinases is unknown.
Whether insulin *inhibits* kinases remains to be determined.
How insulin *inhibits* kinases remains unclear.
To investigate whether insulin *inhibits* kinases, we used macrophages.
To determine if insulin *inhibits* kinases, macrophages were treated.
We sought to determine whether insulin *inhibits* kinases.
This study aims to evaluate the *effect* of insulin on kinases.
The objective was to assess the *association* between insulin and asthma.
The aim of this trial is to test the hypothesis that insulin *inhibits* kinases.
We tested the hypothesis that insulin *inhibits* kinases.
We examined if insulin *inhibits* kinases.
Little is known about the *effect* of insulin on kinases.
The *effect* of insulin on kinases is unknown.
The *effect* of insulin on kinases remains unclear.
The *role* of insulin in asthma is controversial.
The *association* between insulin and asthma has not been investigated.
The question whether insulin *inhibits* kinases was addressed.
The *effects* of insulin on kinases were evaluated.
No study has examined the *effect* of insulin on kinases.
We wished to know whether insulin *inhibits* kinases.
This review discusses the *role* of insulin in asthma.
There is debate as to whether insulin *inhibits* kinases.
Further studies are needed to determine whether insulin *inhibits* kinases.
We compared the *effect* of insulin on kinases with that of aspirin.
Evaluation of the *effect* of insulin on kinases.
We looked for an *association* between insulin and asthma.
It is important to understand how insulin *inhibits* kinases.
We set out to identify *inhibitors* of kinases.
The trial will test insulin for the *treatment* of asthma.
"""


def _cases() -> list[object]:
    found = []
    for block in CASES.strip().split("\n\n"):
        expected, *sentences = block.splitlines()
        for sentence in sentences:
            found.append(pytest.param(sentence, expected, id=f"{expected}: {sentence}"))
    return found


@pytest.mark.parametrize(("marked", "expected"), _cases())
def test_modality_of_the_marked_word(marked: str, expected: str, language: Language) -> None:
    at = marked.index("*")
    (sentence,) = map(read_tree, language.parse([re.sub(r"\*", "", marked)]))
    (trigger,) = [token for token in sentence if token.idx == at]
    meant = modality(trigger)
    found = [name for name in ("negated", "hedged", "aim") if getattr(meant, name)]
    assert ("aim" if meant.aim else " ".join(found) or "plain") == expected
