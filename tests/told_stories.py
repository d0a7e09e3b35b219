"""Stories in our own words, as several outlets might tell them."""

import analysis

FIRE = "اندلع حريق كبير في سوق الخضار القديم بمدينة صفاقس فجر الثلاثاء وأتلف أربعين متجرا قبل أن تخمده الحماية المدنية"
FIRE_TOLD_AGAIN = "أتلف حريق في سوق الخضار بصفاقس أربعين متجرا، وقالت الحماية المدنية إنها أخمدته فجر الثلاثاء"
FIRE_TOLD_LAST = "حريق صفاقس: الحماية المدنية تحصي أربعين متجرا أتلفت في سوق الخضار القديم فجر الثلاثاء"
FIRE_FOLLOWED_UP = (
    "طالب تجار سوق الخضار القديم في صفاقس بتعويضات سريعة عن متاجرهم، وقال ممثلهم إن البلدية وعدت بصرفها قبل العيد"
)
BRIDGE = "دشن وزير النقل جسرا جديدا فوق نهر العاصي يربط ضفتي مدينة حماة بعد ثلاث سنوات من الأشغال"
DAY = "2021-03-09"


def corpus_of(*bodies: str, **columns: list) -> analysis.Corpus:
    """A corpus of articles of one day; `columns` give others than that: title, source, published."""
    rows = [{"body": body, "published": DAY} for body in bodies]
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=True):
            row[name] = value
    return analysis.read([{key: value for key, value in row.items() if value} for row in rows])
