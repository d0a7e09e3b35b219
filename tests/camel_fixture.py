"""A miniature of the CAMeL Tools data: a catalogue, an ALMOR database of a few stems, and an MLE model."""

import json
from pathlib import Path

NAME = "calima-msa-r13"

# stem as looked up (normalised), diacritised, lemma with its sense number, part of speech, log probability
STEMS = [
    ("كتاب", "كِتاب", "كِتاب_1", "noun", -3.0),
    ("كتب", "كُتُب", "كِتاب_1", "noun", -3.1),
    ("كتب", "كَتَب", "كَتَب-u_1", "verb", -3.4),
    ("مدارس", "مَدارِس", "مَدْرَسَة_1", "noun", -3.5),
    ("ارهاب", "إِرْهاب", "إِرْهاب_1", "noun", -3.6),
    ("وصل", "وَصَل", "وَصَل-i_1", "verb", -3.7),
    ("في", "فِي", "فِي_1", "prep", -2.0),
    ("NOAN", "NOAN", "NOAN_0", "noun_prop", -9.0),
]
PREFIXES = [("", "P-0", "", "", ""), ("ال", "P-Al", "ال+", "Al_det", "0"), ("و", "P-wa", "وَ+", "0", "wa_conj")]
CATEGORIES = {"noun": "N", "verb": "V", "prep": "R", "noun_prop": "N"}
MODEL = {"كتب": ("كَتَب", "كَتَب-u_1", "verb")}  # alone, the database would say كتاب
OPEN = ("diac", "lex", "bw", "gloss", "pos_lex_logprob", "lex_logprob", "pos_logprob")


def write(folder: Path) -> Path:
    """Write the data under `folder`, which is then what CAMELTOOLS_DATA points to; return it."""
    database, model = f"morphology_db/{NAME}", f"disambig_mle/{NAME}"
    for path, file, text in ((database, "morphology.db", _database()), (model, "model.json", _model())):
        (folder / "data" / path).mkdir(parents=True)
        (folder / "data" / path / file).write_text(text, encoding="utf-8")
    components = {
        name: {"default": NAME, "datasets": {NAME: {"path": path}}}
        for name, path in (("MorphologyDB", database), ("DisambigMLE", model))
    }
    catalogue = {"version": "1.6", "packages": {}, "components": components}
    (folder / "catalogue.json").write_text(json.dumps(catalogue), encoding="utf-8")
    return folder


def _database() -> str:
    parts = sorted({pos for _, _, _, pos, _ in STEMS} | {"digit", "punc", "foreign"})
    lines = ["###DEFINES###", "DEFINE pos " + " ".join(f"pos:{pos}" for pos in parts)]
    lines += [f"DEFINE {feature} {feature}:*open*" for feature in OPEN]
    lines += ["DEFINE prc0 prc0:0 prc0:Al_det", "DEFINE prc2 prc2:0 prc2:wa_conj"]
    lines += ["###DEFAULTS###", *(f"DEFAULT pos:{pos} prc0:0 prc2:0" for pos in (*parts, "latin"))]
    lines += ["###ORDER###", "ORDER diac lex bw gloss pos prc2 prc0"]
    lines += ["###TOKENIZATIONS###", "TOKENIZATION diac", "###STEMBACKOFF###", "STEMBACKOFF PROP N", "###PREFIXES###"]
    for prefix, category, diac, article, conjunction in PREFIXES:
        lines.append(f"{prefix}\t{category}\tdiac:{diac} bw:{diac} prc0:{article or '-'} prc2:{conjunction or '-'}")
    lines += ["###SUFFIXES###", "\tS-0\tdiac: bw:", "###STEMS###"]
    for stem, diac, lemma, pos, probability in STEMS:
        tag = "NOUN_PROP" if pos == "noun_prop" else pos.upper()
        features = f"diac:{diac} lex:{lemma} bw:{diac}/{tag} gloss:x pos:{pos} prc0:0 prc2:0"
        lines.append(f"{stem}\t{CATEGORIES[pos]}\t{features} pos_lex_logprob:{probability} lex_logprob:{probability}")
    lines += ["###TABLE AB###", "P-0 N", "P-0 V", "P-0 R", "P-Al N", "P-wa N", "P-wa V", "P-wa R"]
    lines += ["###TABLE BC###", "N S-0", "V S-0", "R S-0", "###TABLE AC###", "P-0 S-0", "P-Al S-0", "P-wa S-0"]
    return "\n".join(lines) + "\n"


def _model() -> str:
    features = ("asp", "cas", "enc0", "gen", "mod", "num", "per", "prc0", "prc1", "prc2", "prc3", "stt", "vox")
    return json.dumps(
        {
            word: {"diac": diac, "lex": lemma, "bw": f"{diac}/{pos.upper()}", "pos": pos} | dict.fromkeys(features, "0")
            for word, (diac, lemma, pos) in MODEL.items()
        }
    )


# --- named entities -------------------------------------------------------------------------------------------------
NER = "arabert"
LABELS = ["B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LESSONS = [
    "وصل/O الوفد/O إلى/O كابل/B-LOC أمس/O",
    "غادر/O نادر/B-PERS السالمي/I-PERS كابل/B-LOC",
    "قال/O نادر/B-PERS السالمي/I-PERS إن/O الوفد/O وصل/O",
    "أعلنت/O هيئة/B-ORG الإغاثة/I-ORG المحلية/I-ORG أمس/O",
    "زار/O الوفد/O هيئة/B-ORG الإغاثة/I-ORG المحلية/I-ORG في/O كابل/B-LOC",
    "إلى/O كابل/B-LOC في/O أمس/O ./O",
]


def write_ner(folder: Path, steps: int = 60) -> Path:
    """Write a BERT of one layer that has learnt LESSONS under `folder`, as the data of CAMeL's NER; return `folder`.

    Takes a second once torch and transformers are imported. A catalogue that is there is extended.
    """
    import torch
    from transformers import BertConfig, BertForTokenClassification

    sentences = [[pair.rsplit("/", 1) for pair in lesson.split()] for lesson in LESSONS]
    words = list(dict.fromkeys(word for sentence in sentences for word, _ in sentence))
    # A word of the lessons is one piece; `كابل` with a letter before it is two.
    vocabulary = [*SPECIAL, *words, "و", "##كابل"]
    torch.manual_seed(0)
    size = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    names = dict(enumerate(LABELS))
    model = BertForTokenClassification(
        BertConfig(
            vocab_size=len(vocabulary),
            **size,
            max_position_embeddings=256,
            id2label=names,
            label2id={name: number for number, name in names.items()},
        )
    )
    longest = max(len(sentence) for sentence in sentences) + 2
    rows, wanted = [], []
    for sentence in sentences:
        pieces = ["[CLS]", *(word for word, _ in sentence), "[SEP]"]
        gold = [-100, *(LABELS.index(label) for _, label in sentence), -100]
        missing = longest - len(pieces)
        rows.append([vocabulary.index(piece) for piece in pieces] + [0] * missing)
        wanted.append(gold + [-100] * missing)
    ids, labels = torch.tensor(rows), torch.tensor(wanted)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.01)
    model.train()
    for _ in range(steps):
        optimiser.zero_grad()
        model(input_ids=ids, attention_mask=(ids != 0).long(), labels=labels).loss.backward()
        optimiser.step()
    path = f"ner/{NER}"
    model.save_pretrained(folder / "data" / path)
    (folder / "data" / path / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    (folder / "data" / path / "tokenizer_config.json").write_text('{"do_lower_case": false}', encoding="utf-8")
    file = folder / "catalogue.json"
    catalogue = {"version": "1.6", "packages": {}, "components": {}}
    if file.exists():
        catalogue = json.loads(file.read_text(encoding="utf-8"))
    catalogue["components"]["NamedEntityRecognition"] = {"default": NER, "datasets": {NER: {"path": path}}}
    file.write_text(json.dumps(catalogue), encoding="utf-8")
    return folder
