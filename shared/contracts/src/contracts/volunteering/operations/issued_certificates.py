"""Certificates that the city gives out (结业证书、志愿服务证明), with a number that anybody can check."""

from __future__ import annotations

from contracts.access import public, role, self_in, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import AREA, ISSUED, NUMBER, VOLUNTEER
from contracts.volunteering.replies import issued_certificates as replies
from contracts.volunteering.requests import issued_certificates as requests
from contracts.volunteering.resources import SECRETARIES, Volunteer
from contracts.volunteering.resources.courses import IssuedCertificate

issue_service_certificate = Command(
    "volunteering.issue_service_certificate",
    "POST /volunteers/{volunteer_id}/service-certificates",
    request=requests.IssueServiceCertificate,
    reply=replies.IssuedCertificate,
    on=Volunteer,
    allow=[self_in(Volunteer.person_id), role(*SECRETARIES).over(Volunteer.area)],
    refuses=["nothing_served", "period_backwards", "date_in_future"],
    about="A certificate of the hours really served in a period (志愿服务证明); what is struck later shows at its check.",
    example={"volunteer_id": VOLUNTEER, "first_on": "2011-01-01", "last_on": "2011-01-01"},
    status=201,
)
list_issued_certificates = Query(
    "volunteering.list_issued_certificates",
    "GET /issued-certificates",
    request=requests.ListIssuedCertificates,
    reply=replies.IssuedCertificatePage,
    allow=[signed_in()],
    about="One's own certificates, or those of an area one keeps the register of; the latest first.",
    example={"area_id": AREA, "kind": "course"},
    paged=True,
)
withdraw_certificate = Command(
    "volunteering.withdraw_certificate",
    "POST /issued-certificates/{issued_certificate_id}/withdraw",
    request=requests.WithdrawCertificate,
    reply=replies.IssuedCertificate,
    on=IssuedCertificate,
    allow=[role(*SECRETARIES).over(IssuedCertificate.area)],
    refuses=["certificate_withdrawn"],
    about="Withdraw a certificate with a reason: its check says so from then on.",
    example={"issued_certificate_id": ISSUED, "reason": "issued_in_error"},
)
check_certificate = Query(
    "volunteering.check_certificate",
    "GET /certificate-checks/{number}",
    request=requests.CheckCertificate,
    reply=replies.CheckedCertificate,
    allow=[public()],
    refuses=["certificate_number_wrong", "certificate_unknown"],
    about="Whether a certificate is genuine and holds, and the hours behind it. Nobody needs to sign in; tries are limited.",
    example={"number": NUMBER},
    guessable=True,
)
