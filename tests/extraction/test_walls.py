"""How error pages and walls speak, in many languages, and short articles that sound like them."""

import pytest

from newscrawl.extraction.walls import spoken


@pytest.mark.parametrize(
    ("code", "title", "text"),
    [
        ("error-page", "Example News", "This article is no longer available."),
        ("error-page", "Beispielkurier", "Dieser Artikel ist nicht mehr verfügbar."),
        ("error-page", "Erreur 404", "Oups, cette page n’existe pas."),
        ("error-page", "Página no encontrada", "Lo sentimos, no hemos encontrado nada aquí."),
        ("error-page", "Pagina non trovata", "Torna alla home."),
        ("error-page", "Página não encontrada", "A página que procura não existe ou foi removida."),
        ("error-page", "Pagina niet gevonden", "De pagina die u zoekt bestaat niet."),
        ("error-page", "例新聞", "この記事は掲載期間が終了しました。"),
        ("error-page", "例日報", "抱歉，您要的文章不存在"),
        ("error-page", "예시일보", "해당 기사는 언론사의 요청으로 삭제되었습니다."),
        ("error-page", "Страница не найдена", "Вернитесь на главную."),
        ("error-page", "Nie znaleziono strony", "Przepraszamy, strona, której szukasz, nie istnieje."),
        ("error-page", "Sayfa bulunamadı", "Aradığınız sayfa bulunamadı."),
        ("error-page", "Sidan hittades inte", "Sidan du söker finns inte."),
        ("error-page", "الصفحة غير موجودة", "عذرا، الصفحة التي تبحث عنها غير موجودة."),
        ("error-page", "Không tìm thấy trang", "Trang bạn tìm kiếm không tồn tại."),
        ("error-page", "Halaman tidak ditemukan", "Maaf, halaman yang Anda cari tidak ditemukan."),
        ("consent-wall", "Courrier", "Avec votre accord, nos partenaires et nous utilisons des cookies pour stocker des informations."),
        ("consent-wall", "Correo", "Nosotros y nuestros 200 socios almacenamos información en un dispositivo, tales como cookies."),
        ("consent-wall", "Kurier", "My i nasi partnerzy przechowujemy informacje na urządzeniu, w tym pliki cookie."),
        ("consent-wall", "Beispielkurier", "Besuchen Sie uns wie gewohnt. Mit Werbung weiterlesen oder Pur-Abo abschließen."),
        ("login-wall", "Bridge reopens", "To continue reading, please subscribe or log in."),
        ("login-wall", "Brücke offen", "Dieser Artikel ist nur für Abonnenten. Jetzt anmelden."),
        ("login-wall", "Le pont", "Cet article est réservé aux abonnés."),
        ("login-wall", "Il ponte", "Per continuare a leggere accedi o registrati."),
        ("login-wall", "橋", "この記事は有料会員限定です。"),
        ("login-wall", "橋", "お読みいただくには会員登録が必要です。"),
        ("login-wall", "Мост", "Войдите или зарегистрируйтесь, чтобы читать дальше."),
        ("login-wall", "Most", "Tento článek je jen pro předplatitele. Přihlaste se."),
        ("login-wall", "A híd", "Ez a cikk csak előfizetőknek érhető el."),
        ("login-wall", "Podul", "Acest articol este disponibil doar pentru abonați."),
        ("login-wall", "Το γεφύρι", "Αυτό το άρθρο είναι μόνο για συνδρομητές."),
        ("login-wall", "Міст", "Цей матеріал доступний лише передплатникам."),
        ("login-wall", "Silta", "Tämä artikkeli on vain tilaajille."),
        ("login-wall", "Köprü", "Bu içerik yalnızca abonelere özeldir."),
        ("login-wall", "Přihlášení", "Zadejte e-mail a heslo."),
        ("error-page", "Stranica nije pronađena", "Vratite se na naslovnicu."),
        ("error-page", "Сторінку не знайдено", "Поверніться на головну."),
        ("login-wall", "Sign in | The Courier", "Welcome back."),
        ("bot-wall", "Pardon Our Interruption", "Something about your browser made us think you were a bot."),
        ("bot-wall", "보안 확인", "자동 등록 방지를 위해 보안문자를 입력하세요."),
    ],
)  # fmt: skip
def test_walls_and_errors_are_known_by_their_words(code: str, title: str, text: str) -> None:
    """A page of a few words that says what it wants gives its reason code."""
    found = spoken(title, text)

    assert found is not None
    assert found[0] == code


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Předplatné zdražilo",
            "Tento článek smlouvy platí pro předplatitele od ledna, uvedla redakce. V pondělí to schválila rada.",
        ),
        ("Előfizetők tüntettek", "A cikk miatt tüntettek az előfizetők hétfőn. A lap bocsánatot kért."),
        ("Mayor apologises", "The post was deleted within an hour, the mayor’s office said. She apologised on Monday."),
        ("Paper withdraws report", "The article has been removed from the site after complaints, the publisher said."),
        ("Partei löscht Beitrag", "Der Beitrag wurde gelöscht, teilte die Partei am Montag mit."),
        ("시장, 게시물 사과", "시장이 올린 게시물은 한 시간 뒤 삭제됐습니다. 시장은 12일 사과했습니다."),
        ("Un article retiré", "L’article a été supprimé lundi, a annoncé le journal."),
        (
            "図書館が開館",
            "一部の設備の利用には会員登録が必要な場合もある。ログインして予約する仕組みだと市は説明した。",
        ),
        ("文章被删", "该文章周一被删除。作者已道歉，报社表示将公布调查结果。"),
        ("Cookies on the menu", "The bakery and its partners store cookies in tins. Thirty boxes were sold on Monday."),
        ("Log in the river", "A log in the river stopped the ferry on Monday. Nobody was hurt, the captain said."),
        ("Тело не найдено", "Спасатели не нашли рыбака. Поиски продолжатся в понедельник."),
        ("Barco não encontrado", "O barco não foi encontrado. As buscas continuam na segunda-feira."),
    ],
)
def test_flashes_that_sound_like_a_wall_are_left(title: str, text: str) -> None:
    """Two sentences about something deleted, lost or logged are news."""
    assert spoken(title, text) is None


def test_a_long_text_is_an_article_about_the_matter() -> None:
    """What speaks of errors for a page or more is no error page."""
    assert spoken("404", "The page you requested is gone. " + "It was read for twenty years. " * 50) is None
