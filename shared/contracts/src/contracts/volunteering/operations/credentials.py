"""What stands behind a volunteer's word: certificates (证书), screening (背景审查), free time (空闲时间)."""

from __future__ import annotations

from contracts.access import role, self_in, signed_in
from contracts.operations import Command, Query
from contracts.volunteering.examples import AREA, CERTIFICATE, VOLUNTEER
from contracts.volunteering.replies import credentials as replies
from contracts.volunteering.requests import credentials as requests
from contracts.volunteering.resources import SECRETARIES, Volunteer
from contracts.volunteering.resources.credentials import Certificate

_KEEPERS = (role(*SECRETARIES).over(Volunteer.area),)

register_certificate = Command(
    "volunteering.register_certificate",
    "POST /volunteers/{volunteer_id}/certificates",
    request=requests.RegisterCertificate,
    reply=replies.Certificate,
    on=Volunteer,
    allow=_KEEPERS,
    refuses=["volunteer_retired", "own_credential", "certificate_known", "certificate_expired", "date_in_future"],
    about="Enter a certificate that somebody has seen; the skill is the volunteer's from then on, until it expires.",
    example={
        "volunteer_id": VOLUNTEER,
        "skill": "first_aid",
        "issuer": "三明市红十字会",
        "issued_on": "2011-03-01",
        "expires_on": "2034-03-01",
    },
    status=201,
)
list_certificates = Query(
    "volunteering.list_certificates",
    "GET /certificates",
    request=requests.ListCertificates,
    reply=replies.CertificatePage,
    allow=[signed_in()],
    about="One's own certificates, or those of an area one keeps the register of; what expires first comes first.",
    example={"area_id": AREA, "skill": "first_aid"},
    paged=True,
)
revoke_certificate = Command(
    "volunteering.revoke_certificate",
    "POST /certificates/{certificate_id}/revoke",
    request=requests.OfCertificate,
    reply=replies.Certificate,
    on=Certificate,
    allow=[role(*SECRETARIES).over(Certificate.area)],
    refuses=["certificate_not_valid"],
    about="Strike a certificate from the register: the skill counts no longer.",
    example={"certificate_id": CERTIFICATE},
)
record_screening = Command(
    "volunteering.record_screening",
    "POST /volunteers/{volunteer_id}/screenings",
    request=requests.RecordScreening,
    reply=replies.Screening,
    on=Volunteer,
    allow=_KEEPERS,
    refuses=["volunteer_retired", "own_credential", "screening_in_the_past"],
    about="Note until when a volunteer is screened for going to people's homes alone.",
    example={"volunteer_id": VOLUNTEER, "valid_until": "2033-12-31"},
    status=201,
)
set_free_time = Command(
    "volunteering.set_free_time",
    "PUT /volunteers/{volunteer_id}/free-time",
    request=requests.SetFreeTime,
    reply=replies.FreeTimes,
    on=Volunteer,
    allow=[self_in(Volunteer.person_id), *_KEEPERS],
    refuses=["volunteer_retired", "free_time_overlaps"],
    about="Say when one is usually free; needs at such times find one first.",
    example={"volunteer_id": VOLUNTEER, "times": [{"weekday": 6, "starts": "09:00:00", "ends": "12:00:00"}]},
)
