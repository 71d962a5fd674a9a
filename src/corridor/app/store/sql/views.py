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
