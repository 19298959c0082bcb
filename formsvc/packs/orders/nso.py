"""Novosibirsk: the procedure names the documents, their order in a file is the house's own."""

from formsvc.packs.orders import Order, Section

ORDERS = (
    Order(
        id="nso.case_file",
        title="Личное дело семьи",
        person="ФИО",
        worker="Куратор случая",
        source="Порядок межведомственного взаимодействия (Новосибирская область);"
        " последовательность документов — принятая в учреждении",
        sections=(
            Section("notice", "Извещение об обнаружении факторов риска"),
            Section("survey", "Акты обследования"),
            Section(
                "departmental_plan", "План ведомственных мероприятий", ("nso.departmental_plan",)
            ),
            Section("kkss", "Карта комплексного сопровождения семьи", ("nso.kkss",), expected=True),
            Section("protocols", "Протоколы консилиумов и заседаний"),
            Section("orders", "Приказы", ("office.order",)),
            Section("requests", "Переписка: запросы и ответы"),
            Section(
                "sheets",
                "Листы ознакомления и регистрации изменений",
                (
                    "office.acknowledgement_sheet",
                    "office.revision_log",
                    "office.revision_log_gost",
                ),
            ),
        ),
    ),
)
