"""Kazakhstan: the case file of a child as section 6 of the SOP lists its documents (F10)."""

from formsvc.packs.orders import Order, Section

ORDERS = (
    Order(
        id="kz.case_file",
        title="Личное дело ребенка",
        person="ФИО ребенка",
        worker="Ответственный социальный работник",
        source="Стандарт операционных процедур (Республика Казахстан), раздел 6",
        sections=(
            Section("appeal", "Форма обращения за помощью", ("kz.appeal",), expected=True),
            Section(
                "assessment",
                "Отчет о комплексной оценке потребностей ребенка и семьи",
                ("kz.assessment",),
                expected=True,
            ),
            Section("plan", "Индивидуальный план", ("kz.plan",), expected=True),
            Section("requests", "Документированные запросы (исходящие и входящие)"),
            Section(
                "papers",
                "Оригиналы или копии приказов, писем, сертификатов, протоколов совещаний",
                ("office.order",),
            ),
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
