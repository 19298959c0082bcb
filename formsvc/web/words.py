"""The words that the scripts of the pages say, in the language of the request."""

from formsvc.web.language import translated as _


def script_words() -> dict[str, str]:
    """By the name under which a script asks for them; «{…}» are filled in there."""
    return {
        "removed": _("Строка удалена: {row}."),
        "restore": _("Вернуть"),
        "close": _("Закрыть"),
        "row": _("{label}, строка {number}"),
        "copied": _("Строка повторена."),
        "pasted": _("Вставлено строк: {count}."),
        "missed": _("Не подошло к столбцам и не вставлено: {texts}."),
        "saved": _("Сохранено в этом браузере в {time}"),
        "notSaved": _("Черновик не сохраняется: {reason}"),
        "storageOff": _("вы выбрали «не хранить»"),
        "signIn": _("войдите снова, чтобы черновик можно было зашифровать"),
        "storageFailed": _("браузер не даёт места"),
        "offline": _(
            "Нет связи со службой. Введённое сохранено в этом браузере; попробуйте снова."
        ),
        "offlineUnsaved": _("Нет связи со службой. Не закрывайте страницу и попробуйте снова."),
        "noErrors": _("Ошибок нет: документ можно скачать."),
        "errors": _("Исправьте ошибки: {count}"),
        "warnings": _("Предупреждения: {count}"),
        "made": _("Файл {name} скачан."),
        "notCarried": _("Нет связи со службой: действия прошлого плана не перенесены."),
        "wipe": _("Удалить все черновики в этом браузере? Вернуть их будет нельзя."),
        "wiped": _("Черновики удалены."),
        "draft": _("Черновик: {title}, изменён {time}"),
        "until": _("хранится до {time}"),
        "continue": _("Продолжить"),
        "delete": _("Удалить"),
        "noDrafts": _("Черновиков нет."),
        "previewFailed": _("Просмотр не удался."),
        "copyOf": _("Этот документ открыт ещё в одном окне: здесь теперь его отдельная копия."),
        "failed": _("Не получилось: {reason}"),
    }
