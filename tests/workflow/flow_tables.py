"""Every transition of every register, as a person reads it in the catalogue: name | from | to | who | what it must ask.

``who`` are persons of the test's centre, mostly the first holder of a role. ``technician`` is the one on the order,
``technician2`` another; ``head`` leads the responsible department. In approval chains ``submitted/2`` is a document that
waits for its second step. "=" as target: the state does not change. Whoever is not named is refused.
"""

DESK = "receptionist reception_lead cs_supervisor"
RECEPTION = "receptionist reception_lead"
VOIDERS = "cs_supervisor director"

SERVICE_LOG = f"""
to_repair    | open               | passed_on | {DESK} |
to_complaint | open               | passed_on | {DESK} |
to_suggestion | open              | passed_on | {DESK} |
to_appointment | open             | passed_on | {RECEPTION} |
to_special_service | open         | passed_on | {RECEPTION} |
answer       | open               | answered  | {DESK} | reply
close        | answered passed_on/nobody | closed | {DESK} |
"""

REPAIR_ORDER = f"""
dispatch    | registered                     | dispatched  | {DESK}                 | technician
reassign    | dispatched                     | dispatched  | {DESK}                 | technician reason
arrive      | dispatched                     | arrived     | technician {RECEPTION} |
reschedule  | registered dispatched          | =           | {RECEPTION}            | appointment_at reason agreed
complete    | arrived dispatched             | completed   | technician {RECEPTION} | result satisfied
return_slip | completed                      | returned    | {RECEPTION}            |
rework      | completed returned called_back | dispatched  | {DESK}                 | reason
call_back   | returned                       | called_back | {RECEPTION}            |
check_service | completed returned called_back | =         | reception_lead cs_supervisor |
approve     | called_back                    | approved    | director               |
hand_over   | approved                       | handed_over | {RECEPTION}            |
cancel      | registered dispatched          | cancelled   | {DESK}                 | reason
void        | registered dispatched arrived completed returned called_back approved | void | {VOIDERS} | reason
"""

# A minor complaint about the guards: the head of the security department is the person ``head``.
COMPLAINT_MINOR = f"""
investigate | registered              | investigated | {DESK}                                              | investigation proposal
decide      | investigated            | decided      | cs_supervisor                                       | decision department handler
report_up   | registered investigated | =            | cs_supervisor                                       |
handle      | decided                 | handled      | head engineering_lead security_lead cs_supervisor   | result
reply       | handled                 | replied      | head {DESK}                                         | replied_at director_told_at
call_back   | replied                 | called_back  | {DESK}                                              |
reopen      | replied called_back     | investigated | {DESK}                                              | reason
close       | called_back             | closed       | cs_supervisor                                       |
coordinate  | investigated decided handled          | =  | reception_lead cs_supervisor                      |
open_action | decided handled replied called_back   | =  | reception_lead cs_supervisor                      |
"""

# Major: the director decides and calls in person; the supervisor still closes what is not customer service's own fault.
COMPLAINT_MAJOR = f"""
investigate | registered              | investigated | {DESK}                                            |
decide      | investigated            | decided      | director                                          | decision department handler
report_up   | registered investigated | =            | cs_supervisor                                     |
handle      | decided                 | handled      | head engineering_lead security_lead cs_supervisor | result
reply       | handled                 | replied      | head {DESK}                                       | replied_at director_told_at
call_back   | replied                 | called_back  | director                                          |
reopen      | replied called_back     | investigated | {DESK}                                            | reason
close       | called_back             | closed       | cs_supervisor                                     |
"""

# D-08: customer service answers for it, so neither deciding anew nor closing is its own.
COMPLAINT_OURS = f"""
decide      | investigated/again      | decided      | director                                          | decision department handler
handle      | decided                 | handled      | head engineering_lead security_lead cs_supervisor | result
reply       | handled                 | replied      | head {DESK}                                       | replied_at director_told_at
call_back   | replied                 | called_back  | {DESK}                                            |
reopen      | replied called_back     | investigated | {DESK}                                            | reason
close       | called_back             | closed       | director                                          |
"""

# A regular call-back filed and submitted by the receptionist. Chain: cs_supervisor.
CALLBACK = f"""
submit   | draft                    | submitted | {DESK} director |
approve  | submitted                | approved  | cs_supervisor   |
return_  | submitted                | draft     | cs_supervisor   | reason
reject   | submitted                | rejected  | cs_supervisor   | reason
withdraw | submitted                | draft     | receptionist    |
void     | draft submitted approved | void      | {VOIDERS}       | reason
"""

# A month-end sample. Chain: director.
CALLBACK_SAMPLE = """
approve  | submitted | approved | director |
return_  | submitted | draft    | director | reason
reject   | submitted | rejected | director | reason
"""

# After a major complaint: filed by the director. Chain: head office.
CALLBACK_MAJOR = """
approve  | submitted | approved | hq_quality |
return_  | submitted | draft    | hq_quality | reason
reject   | submitted | rejected | hq_quality | reason
withdraw | submitted | draft    | director   |
"""

# Filed by the supervisor, with a failed line. Chain: director.
WORK_INSPECTION = f"""
submit      | draft                    | submitted | reception_lead cs_supervisor engineering_lead security_lead hq_quality |
approve     | submitted                | approved  | director                                                               |
return_     | submitted                | draft     | director                                                               | reason
reject      | submitted                | rejected  | director                                                               | reason
withdraw    | submitted                | draft     | cs_supervisor                                                          |
open_action | draft submitted approved | =         | reception_lead cs_supervisor engineering_lead security_lead hq_quality |
void        | draft submitted approved | void      | {VOIDERS}                                                              | reason
"""

# The person responsible is the receptionist.
CORRECTIVE_ACTION = f"""
plan   | open              | planned  | receptionist cs_supervisor        | cause corrective preventive
finish | planned           | done     | receptionist cs_supervisor        |
verify | done              | verified | cs_supervisor director hq_quality | verification effective
fail   | done              | open     | cs_supervisor director hq_quality | verification
void   | open planned done | void     | {VOIDERS}                         | reason
"""

# The person responsible is the supervisor: he plans and finishes, others verify (D-16, C-38).
CORRECTIVE_ACTION_OF_THE_SUPERVISOR = """
plan   | open    | planned  | cs_supervisor       | cause corrective preventive
finish | planned | done     | cs_supervisor       |
verify | done    | verified | director hq_quality | verification effective
fail   | done    | open     | director hq_quality | verification
"""

# Filed by the supervisor. Chain: director, hr_admin.
STAFF_REQUISITION = f"""
submit       | draft                                  | submitted | reception_lead cs_supervisor engineering_lead security_lead |
approve      | submitted                              | submitted | director                                                    |
approve      | submitted/2                            | approved  | hr_admin                                                    |
return_      | submitted                              | draft     | director                                                    | reason
return_      | submitted/2                            | draft     | hr_admin                                                    | reason
reject       | submitted                              | rejected  | director                                                    | reason
reject       | submitted/2                            | rejected  | hr_admin                                                    | reason
withdraw     | submitted                              | draft     | cs_supervisor                                               |
record_hires | approved                               | =         | hr_admin cs_supervisor                                      | hires
void         | draft submitted submitted/2 approved   | void      | {VOIDERS}                                                   | reason
"""

# The technician's own resignation. Chain: cs_supervisor, director, hr_admin.
SEPARATION = f"""
submit   | draft                                            | submitted | technician                      |
approve  | submitted                                        | submitted | cs_supervisor                   |
approve  | submitted/2                                      | submitted | director                        |
approve  | submitted/3                                      | approved  | hr_admin                        |
return_  | submitted                                        | draft     | cs_supervisor                   | reason
return_  | submitted/2                                      | draft     | director                        | reason
return_  | submitted/3                                      | draft     | hr_admin                        | reason
reject   | submitted                                        | rejected  | cs_supervisor                   | reason
reject   | submitted/2                                      | rejected  | director                        | reason
reject   | submitted/3                                      | rejected  | hr_admin                        | reason
withdraw | submitted                                        | draft     | technician                      |
settle   | submitted submitted/2 submitted/3 approved       | =         | cs_supervisor director hr_admin |
void     | draft submitted submitted/2 submitted/3 approved | void      | {VOIDERS}                       | reason
"""

# Drafted by the engineering lead. Chain: cs_supervisor, director.
POST = f"""
submit   | draft                                | submitted | reception_lead cs_supervisor director engineering_lead security_lead hr_admin sysadmin |
approve  | submitted                            | submitted | cs_supervisor                   |
approve  | submitted/2                          | approved  | director                        |
return_  | submitted                            | draft     | cs_supervisor                   | reason
return_  | submitted/2                          | draft     | director                        | reason
reject   | submitted                            | rejected  | cs_supervisor                   | reason
reject   | submitted/2                          | rejected  | director                        | reason
withdraw | submitted                            | draft     | engineering_lead                |
revise   | approved                             | draft     | cs_supervisor hr_admin director | reason
void     | draft submitted submitted/2 approved | void      | {VOIDERS}                       | reason
"""

BASE_KEEPERS = {
    "Site": "sysadmin",
    "Department": "sysadmin hr_admin director cs_supervisor",
    "Staff": "hr_admin director sysadmin",
    "User": "sysadmin",
    "Building": "sysadmin cs_supervisor director",
    "Unit": "reception_lead cs_supervisor director sysadmin",
    "Resident": "reception_lead cs_supervisor director sysadmin",
    "WorkCalendar": "sysadmin hr_admin director",
    "ChecklistItem": "reception_lead cs_supervisor engineering_lead security_lead director hr_admin sysadmin",
    "Setting": "sysadmin director",
    "SiteField": "sysadmin",
    "StockItem": "receptionist reception_lead sysadmin",
}
"""Base data (flow none): who archives and restores."""


FORGETS = "director sysadmin"
"""Who erases a former resident's personal data (A-69)."""


def base(register: str) -> str:
    """The table of a register of base data: active <-> archived (G1)."""
    who = BASE_KEEPERS[register]
    more = f"forget | active archived | forgotten | {FORGETS} | reason" if register == "Resident" else ""
    return f"""
archive | active   | archived | {who} | reason
restore | archived | active   | {who} |
{more}
"""
