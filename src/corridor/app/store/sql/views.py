"""What the views select. Frozen with the migrations that name them."""

CURRENT_DECISION = """
    select distinct on (tenant_id, claim_number, line_number) *
    from decision order by tenant_id, claim_number, line_number, version desc
"""

CLAIM_ROW = """
    select line.tenant_id, claim.batch_id, line.claim_number, claim.claim_index, line.line_number, claim.claim_id,
           claim.kind, claim.frequency, claim.subscriber_id, claim.member_id, claim.patient_relationship,
           claim.patient_first_name, claim.patient_last_name, claim.patient_birth_date, claim.patient_sex,
           line.received_date, line.service_from, line.service_to, line.place_of_service, claim.bill_type,
           line.revenue_code, line.procedure_code, line.modifiers, line.diagnosis_codes, line.units,
           line.days_supply, line.tooth, line.surfaces, line.charge_cents, claim.claim_charge_cents,
           line.repriced_cents, line.other_payer_paid_cents, claim.billing_npi, claim.billing_tax_id,
           claim.billing_name, line.rendering_npi, line.network, claim.segment_first, claim.segment_last
    from claim_line line join claim using (tenant_id, claim_number)
"""

CLAIM_ROW_9 = """
    select line.tenant_id, claim.batch_id, line.claim_number, claim.claim_index, line.line_number, claim.claim_id,
           claim.kind, claim.frequency, claim.subscriber_id, claim.member_id, claim.patient_relationship,
           claim.patient_first_name, claim.patient_last_name, claim.patient_birth_date, claim.patient_sex,
           line.received_date, line.service_from, line.service_to, line.place_of_service, claim.bill_type,
           line.revenue_code, line.procedure_code, line.modifiers, line.diagnosis_codes, line.units,
           line.days_supply, line.tooth, line.surfaces, line.charge_cents, claim.claim_charge_cents,
           line.repriced_cents, line.other_payer_paid_cents, claim.billing_npi, claim.billing_tax_id,
           claim.billing_name, line.rendering_npi, line.network, claim.segment_first, claim.segment_last,
           line.other_payer_allowed_cents, line.related_cause, line."authorization", line.admission_date,
           line.formulary_tier, line.channel, line.daw, line.generic_cents, line.alternate_cents, line.tooth_lost_on,
           line.treatment_months
    from claim_line line join claim using (tenant_id, claim_number)
"""
"""CLAIM_ROW as of migration 9: new columns after the old ones, as the hash chain asks."""

CLAIM_ROW_11 = """
    select line.tenant_id, claim.batch_id, line.claim_number, claim.claim_index, line.line_number, claim.claim_id,
           claim.kind, claim.frequency, claim.subscriber_id, claim.member_id, claim.patient_relationship,
           claim.patient_first_name, claim.patient_last_name, claim.patient_birth_date, claim.patient_sex,
           line.received_date, line.service_from, line.service_to, line.place_of_service, claim.bill_type,
           line.revenue_code, line.procedure_code, line.modifiers, line.diagnosis_codes, line.units,
           line.days_supply, line.tooth, line.surfaces, line.charge_cents, claim.claim_charge_cents,
           line.repriced_cents, line.other_payer_paid_cents, claim.billing_npi, claim.billing_tax_id,
           claim.billing_name, line.rendering_npi, line.network, claim.segment_first, claim.segment_last,
           line.other_payer_allowed_cents, line.related_cause, line."authorization", line.admission_date,
           line.formulary_tier, line.channel, line.daw, line.generic_cents, line.alternate_cents, line.tooth_lost_on,
           line.treatment_months, claim.original_reference, line.minutes, claim.drg, line.is_emergency,
           line.has_consented, line.facility_npi, line.service_zip, claim.patient_county
    from claim_line line join claim using (tenant_id, claim_number)
"""
"""CLAIM_ROW as of migration 11."""

DECISION_LINK_9 = """
    select id, tenant_id, batch_id, claim_number, line_number, version, member_id, family_id, plan_code,
           plan_year_start, service_from, benefit, tier, status, reason, charge_cents, allowed_cents,
           write_off_cents, above_allowed_cents, deductible_cents, coinsurance_cents, copay_cents, over_limit_cents,
           not_covered_cents, plan_paid_cents, decided_on, nullif(penalty_cents, 0) as penalty_cents,
           nullif(not_recognised_cents, 0) as not_recognised_cents, nullif(other_paid_cents, 0) as other_paid_cents,
           nullif(account_cents, 0) as account_cents
    from decision
"""
"""A decision as the hash chain reads it: columns that came later are empty where they are 0, as before they came."""

PAID_LINE_LINK_9 = """
    select id, tenant_id, batch_id, payment_number, claim_number, line_number, version, member_id, product, plan_code,
           service_from, paid_on, amount_cents, takes_back_paid_on, nullif(account_cents, 0) as account_cents
    from paid_line
"""

ACCOUNT_BALANCE = """
    select a.tenant_id, a.code, a.name, a.kind, p.currency, coalesce(p.balance_cents, 0) as balance_cents,
           coalesce(p.postings, 0) as postings
    from account a
    left join (select tenant_id, account, currency, sum(amount_cents)::bigint as balance_cents, count(*) as postings
               from posting group by tenant_id, account, currency) p
        on p.tenant_id = a.tenant_id and p.account = a.code
"""

POSTING_ROW = """
    select p.tenant_id, e.batch_id, e.entry_key, e.entry_kind, p.leg, p.account, p.amount_cents, p.currency,
           e.effective_on, p.product, p.plan_code, p.claim_number, p.line_number, p.member_id, p.payee,
           e.reference, e.reverses
    from posting p join journal_entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id
"""

POSTING_ROW_21 = """
    select p.tenant_id, e.batch_id, e.entry_key, e.entry_kind, p.leg, p.account, p.amount_cents, p.currency,
           e.effective_on, p.product, p.plan_code, p.claim_number, p.line_number, p.member_id, p.payee,
           e.reference, e.reverses, p.bill_group
    from posting p join journal_entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id
"""

STOPLOSS_LINE = """
    select tenant_id, claim_number, line_number, version, member_id, product, service_from, paid_on, amount_cents,
           takes_back_paid_on, case when amount_cents < 0 then 'reversal:' else '' end
           || 'decision:' || claim_number || ':' || version as entry_key
    from paid_line
    union all
    select tenant_id, claim_number, line_number, version, member_id, product, service_from, paid_on, amount_cents,
           takes_back_paid_on, 'third_party_recovery:' || case_number || ':' || event_number as entry_key
    from recovered_line
"""
"""Paid lines, and what third parties gave back of them: a carrier counts what is left (RULES 1.3).

entry_key: of the posting. A line is paid as the decision's says, taken back as the reversal of that one says.
"""
