"""How error pages and walls speak, in the languages of the web: by their headline, anywhere in few words, or where these open.

A wall says in few words what it wants. Wording that a short article could use as well counts only where the page opens with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

#: A longer text is an article about the matter.
WALL_CHARS = 1200
#: Wording of the third table counts in the first characters of a text, or anywhere in one that is hardly longer.
_OPENING_CHARS = 120
_BRIEF_CHARS = 280
_TITLE_CHARS = 80

_TITLES = (
    ("bot-wall", r"just a moment|attention required|are you (?:a robot|human)|verify(?:ing)? you are (?:a )?human|access to this page has been denied|captcha|security (?:check|verification)|bot verification|human verification|robot check|pardon our interruption|로봇이 아닙니다|^보안 확인|安全验证|安全驗證|人机验证|访问验证|ロボットではない|проверка браузера"),
    ("error-page", r"\b(?:404|410|500|502|503)\b.{0,20}(?:not found|error|fehler|erreur)?$|(?:page|seite|página|pagina|article|file) (?:not found|nicht gefunden|no encontrada|não encontrada|non trovata|niet gevonden|introuvable)|^(?:sorry|oops)?\W{0,3}(?:page |file |article |story )?not found\W{0,2}$|page (?:introuvable|can.t be found|does not exist|no longer exists)|^(?:seite |artikel |beitrag |datei |objekt )?nicht gefunden\W{0,2}$|페이지를 찾을 수 없|존재하지 않는|삭제된 기사|ページが見つかりません|お探しのページ|页面不存在|頁面不存在|找不到(?:页面|頁面|网页|網頁|文章|您)|internal server error|bad gateway|service unavailable|access denied|forbidden|страниц[аы] не найден|nie znaleziono strony|strona nie (?:istnieje|została znaleziona)|sayfa bulunamadı|sidan (?:hittades inte|finns inte|kunde inte)|siden (?:ble ikke funnet|findes ikke|finnes ikke|blev ikke fundet)|sivua ei löyt|الصفحة غير موجودة|لم يتم العثور على الصفحة|không tìm thấy trang|trang không tồn tại|halaman tidak ditemukan|str[áa]nka (?:nenalezena|nebyla nalezena|neexistuje|sa nenašla|nebola nájdená)|stranica nije (?:pronađena|pronadjena)|страница(?:та)? не (?:е намерена|съществува)|сторінк[ау] не знайдено|puslapis nerastas|lehekülge ei leitud|lapa nav atrasta|síðan fannst ekki|stran ne obstaja|strani ni mogoče najti|bladsy nie gevind nie|pàgina no trobada|صفحه(?: مورد نظر)? (?:یافت|پیدا) نشد|পৃষ্ঠা(?:টি)? পাওয়া যায়নি|oldal nem található|pagina nu (?:a fost găsită|există)|η σελίδα δεν βρέθηκε|ไม่พบหน้า|הדף לא נמצא|(?:पेज|पृष्ठ) नहीं मिला"),
    ("consent-wall", r"^before you continue|we value your privacy|your privacy (?:choices|matters)|cookie (?:consent|einstellungen|settings)|privacy settings|datenschutz-?einstellungen|zustimmung (?:erforderlich|verwalten)|votre vie privée|respect de votre vie privée|tu privacidad|la tua privacy|cookie-?(?:instellingen|inställningar|innstillinger)"),
    ("login-wall", r"^(?:log ?in|sign ?in|anmelden|einloggen|connexion|se connecter|iniciar sesión|accedi|entrar|inloggen|logga in|logg inn|log ind|вход|войти|zaloguj się|logowanie|přihlášení|přihlásit se|prihlásenie|prijava|bejelentkezés|belépés|autentificare|conectare|σύνδεση|είσοδος|увійти|kirjaudu(?: sisään)?|prisijungti|התחברות|ورود|inicia sessió|giriş yap|تسجيل الدخول|đăng nhập|로그인|ログイン|登录|登入|subscribe to (?:read|continue))(?:$|\W{0,2}$|\s?[-|–—:·].{0,40}$|\s?(?:or|to|required|page|with|und|oder|ou|o|um|pour|please|here|now|/)\b.{0,30}$)"),
)  # fmt: skip
_ANYWHERE = (
    ("bot-wall", r"checking your browser|enable javascript and cookies to continue|unusual traffic from your|complete the security check|verify that you are (?:a )?human|something about your browser made us think|confirm (?:that )?you are a human|please enable js and disable any ad blocker|자동 ?등록 ?방지를 위해|请完成安全验证|請完成安全驗證"),
    ("error-page", r"the page you (?:are looking for|requested|were looking for)|요청하신 페이지를? 찾을 수 없|찾으시는 (?:페이지|기사)|존재하지 않는 (?:페이지|기사)|삭제(?:되었거나|된) (?:기사|페이지)|seite (?:existiert nicht|wurde nicht gefunden)|la page (?:que vous|demandée)|la página que (?:busca|buscas|procura)|お探しのページ|ページは(?:見つかり|存在し)ません|您访问的页面|запрашиваемая (?:вами )?страница|strona, której szukasz|aradığınız sayfa|sidan du (?:söker|letar efter)|siden du (?:leter|søger|leder) efter|de pagina die (?:u|je) zoekt|la pagina che (?:stai cercando|cercavi|hai richiesto)|الصفحة التي (?:تبحث|طلبت)|trang bạn (?:tìm kiếm|yêu cầu|đang tìm)|halaman yang anda cari|etsimääsi sivua"),
    ("consent-wall", r"we and our (?:\d+ )?partners (?:store|use|process)|accept all.{0,200}(?:reject|manage|cookies)|(?:cookies?|tracking).{0,120}(?:zustimm|akzeptier|einwillig)|nous et nos (?:\d+ )?partenaires|nos partenaires et nous|mit werbung (?:und tracking )?(?:weiterlesen|lesen)|쿠키(?:를|의|\s)?\s?(?:사용|수집|설정|정책|저장).{0,60}동의|(?:nosotros y nuestros|noi e i nostri|nós e (?:os )?nossos|wij en onze|my i nasi|vi och våra|vi og (?:våre|vores)|wir und unsere|мы и наши|me ja) (?:\d+ )?(?:socios|partner\w{0,4}|parceiros|партн[её]р\w{0,4}|kumppani\w{0,8}).{0,300}(?:cookie|informa|gegevens|data|zgod|tietoj|файл)"),
    ("login-wall", r"log ?in or (?:subscribe|register|create)|subscribe (?:now )?to (?:read|continue|unlock)|(?:create|register) (?:an|your|a free) account to (?:read|continue)|로그인(?:이 필요(?:합니다|한 (?:서비스|페이지|기사|콘텐츠))| 후 (?:이용|보)|을 하셔야)|회원(?:만|에게만)\s(?:이용|열람|보실|볼|읽)|회원\s?전용\s(?:기사|콘텐츠|서비스|페이지)|会員登録が必要(?:です|となり|な(?:記事|コンテンツ|ページ))|ログインして(?:ください|下さい|続き|お読み|ご覧|閲覧|全文)"),
)  # fmt: skip
_OPENING = (
    ("error-page", r"(?:(?:this|that) (?:article|story|page|content|post)|the (?:article|story|page|content) you (?:requested|are looking for)) (?:is|has been|has) (?:no longer available|not available|removed|deleted|expired|unpublished)|(?:dieser|der (?:gewünschte|angeforderte|gesuchte)) (?:artikel|beitrag|inhalt) (?:ist|wurde|steht) (?:leider )?(?:nicht (?:mehr )?(?:verfügbar|vorhanden)|gelöscht|entfernt)|cet article (?:n['’]est plus disponible|n['’]existe p(?:as|lus)|a été supprimé)|este (?:artículo|contenido) (?:ya no está disponible|no existe|ha sido eliminado)|questo (?:articolo|contenuto) non è (?:più )?disponibile|este (?:artigo|conteúdo) (?:não está (?:mais )?disponível|foi removido)|dit artikel is niet (?:meer )?beschikbaar|掲載期間が終了|(?:指定された|この)記事は(?:存在しません|削除)|公開(?:期間)?(?:が|は)終了|(?:抱歉|对不起|對不起|您)[^。]{0,24}(?:已被?删除|已被?刪除|不存在)|找不到您|언론사(?:의)? 요청(?:으로|에 (?:의해|따라)) 삭제|(?:기사|페이지)[가는은]? .{0,20}삭제(?:되었|됐)습니다|материал (?:удал[её]н|недоступен)|статья (?:удалена|недоступна)|ten artykuł (?:nie istnieje|został usunięty)|artikeln (?:finns inte|har tagits bort)"),
    ("login-wall", r"(?:to (?:continue|keep) reading|to read (?:this|the full) (?:article|story)),? (?:please )?(?:log|sign|subscribe|register|create)|(?:please )?(?:log|sign) in (?:or .{2,30} )?to (?:continue|read)|(?:log|sign) in to (?:continue|read)|(?:dieser|der) (?:artikel|inhalt) ist (?:nur|exklusiv) für (?:abonnent|registrierte|mitglieder)|(?:bitte )?melden sie sich an, um .{0,40}(?:lesen|weiter)|(?:cet|l['’]) ?article est réservé aux (?:abonné|membres|inscrits)|(?:connectez-vous|abonnez-vous|inscrivez-vous).{0,60}pour (?:lire|continuer|poursuivre|accéder)|(?:inicia sesión|regístrate|suscríbete).{0,50}para (?:seguir|continuar|leer)|(?:accedi|registrati|abbonati).{0,40}per (?:continuare|leggere)|per (?:continuare a )?leggere.{0,40}(?:accedi|registrati|abbonati)|(?:inicie sessão|faça login|registe-se|cadastre-se|assine).{0,50}para (?:continuar|ler|acessar)|(?:log in|meld je aan|neem een abonnement).{0,50}om (?:verder )?te lezen|(?:войдите|зарегистрируйтесь|оформите подписку).{0,50}чтобы (?:читать|продолжить|прочитать)|(?:zaloguj się|zarejestruj się|wykup dostęp).{0,40}(?:aby|żeby|by) (?:czytać|przeczytać|kontynuować)|logga in.{0,40}för att läsa|(?:tento|celý) (?:článek|článok|obsah) (?:je|mohou číst|môžu čítať) (?:jen |len |pouze |iba )?(?:pro |pre )?(?:naše |našich |naši )?předplatitel|(?:tento|celý) článok je (?:len |iba )?pre predplatiteľ|(?:ez a|a teljes) (?:cikk|tartalom) (?:csak|kizárólag) (?:előfizető|regisztrált)|(?:acest|articolul|conținutul).{0,30}(?:doar|exclusiv|numai) (?:pentru )?abonați|(?:αυτό το|το) (?:άρθρο|περιεχόμενο).{0,20}(?:μόνο για|αποκλειστικά) συνδρομητές|(?:цей|повний) (?:матеріал|текст|контент).{0,20}(?:лише|тільки) (?:для )?передплатник|(?:tämä|koko) (?:artikkeli|sisältö|juttu) on (?:vain |tarkoitettu )?(?:tilaajille|tilaajien)|(?:bu|haberin tamamı) (?:içerik|haber|yazı)?.{0,10}(?:sadece|yalnızca) abone|(?:šis|visas) (?:straipsnis|turinys).{0,12}tik prenumeratori|هذا المحتوى (?:متاح )?للمشتركين|bài viết (?:này )?(?:chỉ )?dành (?:riêng )?cho (?:thành viên|độc giả trả phí)|(?:この|本)記事は(?:有料|会員|プレミアム).{0,12}(?:限定|専用|記事)|続きを(?:読む|お読みになる)には|请登录后|請登入後|登录后(?:继续|可)|登入後(?:繼續|可)"),
)  # fmt: skip

#: All that a page says that shows nothing but what it costs.
_ALONE = (
    ("login-wall", r"\A(?:subscribe|become a (?:member|subscriber)|get (?:full|unlimited|instant) access|start your (?:free )?(?:trial|subscription)|(?:sign|log) (?:in|up) (?:now |here )?(?:to|for (?:free|full|unlimited))|(?:this|the) (?:article|story|content) is (?:only |exclusively |available only |reserved )?(?:for|to) (?:our )?(?:subscribers|members)|jetzt (?:abonnieren|(?:kostenlos |gratis )?testen|weiterlesen|freischalten)|abonnieren sie|abonnez-vous|suscr[íi]b(?:ete|ase|ite)|assine (?:agora|já|e)|abbonati|neem een abonnement|word abonnee|bli (?:prenumerant|abonnent)|bliv (?:abonnent|medlem)|køb (?:abonnement|adgang)|zaprenumeruj|wykup (?:dostęp|subskrypcję)|оформите подписку|지금 구독|구독하고|정기 ?구독|今すぐ(?:登録|購読)|立即(?:订阅|訂閱))(?!료|자|[a-z])"),
)  # fmt: skip
_ALONE_CHARS = 200
#: What a consent wall speaks of throughout; in a text that mostly speaks of other things, it is what an article is about.
_CONSENT_WORDS = re.compile(
    r"cookie|consent|partner|privacy|privat|personal|advert|datenschutz|daten|zustimm|einwillig|werbung|vie privée|données|publicit|datos|dati\b|gegevens|쿠키|동의|개인정보|クッキー|同意|个人信息",
    re.IGNORECASE,
)


def _compiled(table: Sequence[tuple[str, str]]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in table)


_TITLE_PATTERNS, _ANYWHERE_PATTERNS, _OPENING_PATTERNS, _ALONE_PATTERNS = map(
    _compiled, (_TITLES, _ANYWHERE, _OPENING, _ALONE)
)


def spoken(title: str | None, text: str, *, declared: bool = False) -> tuple[str, str] | None:
    """The reason code of an error page or a wall, and what gave it away; None where nothing does.

    Args:
        title: the page's headline.
        text: its story, or all its words where it has none.
        declared: the page calls itself an article; then only its wording counts, and where it opens with it.
    """
    if len(text) > WALL_CHARS:
        return None
    return next(_found((title or "").strip()[:200], text, declared), None)


def _found(title: str, text: str, declared: bool) -> Iterator[tuple[str, str]]:
    opening = text[:_OPENING_CHARS]
    for code, pattern in _TITLE_PATTERNS:
        if not declared and len(title) < _TITLE_CHARS and len(text) < WALL_CHARS / 2 and pattern.search(title):
            yield code, f"headline {title!r}"
    for code, pattern in _ANYWHERE_PATTERNS:
        found = pattern.search(opening if declared else text)
        if found and not (code == "consent-wall" and _speaks_of_more(text)):
            yield code, f"says {found[0][:80]!r}"
    for code, pattern in _OPENING_PATTERNS:
        if not declared and (found := pattern.search(opening if len(text) > _BRIEF_CHARS else text)):
            yield code, f"opens with {found[0][:80]!r}"
    for code, pattern in _ALONE_PATTERNS:
        if len(text) <= _ALONE_CHARS and (found := pattern.search(text)):
            yield code, f"says no more than {found[0][:80]!r}"


def _speaks_of_more(text: str) -> bool:
    """Whether most of a text's lines have nothing to do with consent."""
    return sum(len(line) for line in text.split("\n") if not _CONSENT_WORDS.search(line)) > len(text) / 2
