"""Words by which bylines call who wrote a story, and who did something else for it.

`Text: A, Photos: B` names one author. Words count with their colon, slash or equals sign; `Text und Bild` is one label.
"""

from __future__ import annotations

import re

_WROTE = (
    r"(?:story|words|text|reporting|report(?:ed)?|written|author|writer|reporter|interview|analysis|opinion|comment(?:ary)?|essay|column)s?(?: by)?|"
    r"(?:ein(?:e)? )?(?:text|autor(?:in)?|protokoll|interview|kommentar|kolumne|essay|gastbeitrag|reportage|bericht)(?: von)?|"
    r"(?:texte|auteure?s?|propos recueillis(?: par)?|entretien)|(?:texto|autor(?:a|es)?|entrevista|redacci[oó]n|reportagem|por)|"
    r"(?:testo|autore|intervista|a cura)(?: di)?|(?:tekst|door|auteur)|(?:skribent|skriven|skrevet|journalist|reportage|tekst)(?: av| af)?|"
    r"(?:teksti|toimittaja|kirjoittaja)|(?:autor(?:ka|ica|zy|i|ul)?|napsala?|pripravila?|piše|oprac(?:ował[ao]?|owanie)?\.?|tekst|scris de)|(?:írta|szerző|szöveg|riporter)|"
    r"автор(?:ка|ы|и)?|текст|пише|підготу\w+|γράφ(?:ει|ουν) (?:ο|η|οι)|κείμενο|συντάκτ\w+|ρεπορτάζ|yazar|yazan|haber|muhabir|röportaj|"
    r"penulis|reporter|pewarta|laporan|oleh|tác giả|bài|thực hiện|बाय|लेखक|द्वारा|রিপোর্ট|เรื่อง|ผู้เขียน|"
    r"بقلم|كتبت?|الكاتب|إعداد|تقرير|نویسنده|خبرنگار|מאת|文字?|撰文|作者|采写|採訪|采访|記者|记者|取材・?文?|執筆|著者|글|취재"
)
_ELSE = (
    r"(?:photo(?:graph)?(?:s|er|y)?|pictures?|images?|illustrations?|graphics?|video|camera|edit(?:or|ing|ed)|additional reporting|research|fact.check(?:ing|ed)?|production|producer)(?: by)?|"
    r"fotos?(?:grafie|grafía|grafia)?|bild(?:er)?|illustration(?:en)?|grafik|kamera|redaktion|redigatur|photographies?|montage|edición|edição|edizione|beeld|kuvat?|valokuvat?|"
    r"foto(?:graf|grafer)?|redigering|fot\.|zdjęcia|redakcja|fotó|szerkesztő|фото|редактор(?:ка)?|оператор|φωτογραφί\w+|επιμέλεια|fotoğraf|kamera|editör|"
    r"editor|penyunting|redaktur|ảnh|biên tập|एडिटर|संपादक|ছবি|ภาพ|تصوير|تحرير|مونتاج|عکس|צילום|עריכה|"
    r"[攝摄](?:影)?|图|圖|图片|責任?編輯|责任?编辑|编辑|編輯|審核|审核|写真|撮影|編集|構成|사진|그림|편집|영상"
)
#: `Fotoğraf:`, `攝／`, `Text und Fotos:`; Chinese, Japanese and Korean need no space before the word.
_LABEL = re.compile(
    rf"(?<![^\W\d_])(?:(?P<wrote>{_WROTE})|(?P<other>{_ELSE}))(?:\s?(?:and|und|et|y|e|og|och|ja|&|·|・)\s?(?:{_WROTE}|{_ELSE}))?\s?[:：＝=／/・](?!//)\s?",
    re.IGNORECASE,
)
#: Alone in its line it names nobody who wrote.
_CHECKED = re.compile(r"\W{0,2}(?:責任?編輯|责任?编辑|責編|责编|審核|审核)")
_LINE_CHARS = 120
_MAY_HOLD = re.compile("[:：＝=／/・]")


def written_part(text: str) -> str:
    """The names behind the labels that say who wrote; the text as it is where it has no such label.

    >>> written_part("Penulis: Budi Contoh, Editor: Siti Misal")
    'Budi Contoh'
    >>> written_part("Words: Jane Doe; Photos: Ann Lee")
    'Jane Doe'
    >>> written_part("Jane Doe / John Smith")
    'Jane Doe / John Smith'
    """
    if not _MAY_HOLD.search(text):
        return text
    found = list(_LABEL.finditer(text))
    if not found:
        return text
    ends = [label.start() for label in found[1:]] + [len(text)]
    parts = [
        text[label.end() : end].strip(" ,;|/／、，·")
        for label, end in zip(found, ends, strict=True)
        if label["wrote"] is not None
    ]
    before = text[: found[0].start()].strip(" ,;|/／、，·([（")
    if parts := [part for part in parts if part]:
        return " ; ".join(parts)
    return before or ("" if _CHECKED.match(text) else text)


def opens_with_label(text: str) -> bool:
    """Whether a short line begins with a word for who wrote, and names somebody behind it."""
    found = _LABEL.match(text) if len(text) <= _LINE_CHARS else None
    return found is not None and found["wrote"] is not None and found.end() < len(text)
