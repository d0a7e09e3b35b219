"""Days as news writes them."""

from datetime import date

PUBLISHED = date(2024, 5, 15)  # a Wednesday, 7 Dhu al-Qa'da 1445

MONTHS = (
    ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
    [
        "كانون الثاني",
        *["شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول"],
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ],
)
HIJRI_MONTHS = [
    *["محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة"],
    *["رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"],
]
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
UNITS = ["", "واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
TENS = ["", "عشرة", "عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"]
ORDINALS = ["", "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]


def ordinal(day: int) -> str:
    """Return a day of the month as an ordinal in words."""
    tens, ones = divmod(day, 10)
    if day <= 10:
        return ORDINALS[day]
    first = "الحادي" if ones == 1 else ORDINALS[ones]
    if tens == 1:
        return f"{first} عشر"
    round_ten = "العشرين" if tens == 2 else "الثلاثين"
    return f"{first} و{round_ten}" if ones else round_ten


def year_in_words(year: int) -> str:
    """Return a year of 1900 to 2099 in words."""
    tens, ones = divmod(year % 100, 10)
    if year % 100 <= 10:
        rest = UNITS[year % 100]
    elif tens == 1:
        rest = f"{['', 'أحد', 'اثني'][ones] if ones < 3 else UNITS[ones]} عشر"
    else:
        rest = f"{UNITS[ones]} و{TENS[tens]}" if ones else TENS[tens]
    head = "ألفين" if year >= 2000 else "ألف وتسعمائة"
    return f"{head} و{rest}" if rest else head


FORMS = [
    lambda day: f"{day.day} {MONTHS[0][day.month - 1]} {day.year}",
    lambda day: f"{day.day} {MONTHS[1][day.month - 1]} {day.year}",
    lambda day: f"{day.day} {MONTHS[0][day.month - 1]} ({MONTHS[1][day.month - 1]}) {day.year}",
    lambda day: f"{day.day} {MONTHS[1][day.month - 1]}/{MONTHS[0][day.month - 1]} {day.year}",
    lambda day: f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[0][day.month - 1]} {day.year}",
    lambda day: f"{ordinal(day.day)} من {MONTHS[0][day.month - 1]} عام {day.year}",
    lambda day: f"{ordinal(day.day)} من {MONTHS[0][day.month - 1]} عام {year_in_words(day.year)}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day:%Y-%m-%d}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
]
