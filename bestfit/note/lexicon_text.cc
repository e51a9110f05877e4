#include "bestfit/note/lexicon.h"

namespace bestfit::note {
namespace {

constexpr std::string_view kText = R"(format = 1

[[theme]]
name = "manual work"
kind = "pain point"
terms = [
  "manual*", "by hand", "spreadsheet*", "excel", "paper", "paperwork", "copy paste",
  "copy and paste", "retyp*", "double entry", "whiteboard*", "repetitive"
]

[[theme]]
name = "errors and rework"
kind = "pain point"
terms = ["error*", "mistake*", "rework*", "inaccura*", "wrong data", "bad data", "typo*"]

[[theme]]
name = "delays"
kind = "pain point"
terms = [
  "delay*", "too slow", "takes too long", "takes days", "takes weeks", "backlog*",
  "bottleneck*", "overdue", "deadline*", "late deliver*"
]

[[theme]]
name = "cost"
kind = "pain point"
terms = ["cost*", "expens*", "overspend*", "waste*"]

[[theme]]
name = "compliance"
kind = "pain point"
terms = [
  "complian*", "audit*", "regulat*", "gdpr", "fined", "fines", "penalt*",
  "legal requirement*", "iso 27001", "soc 2", "labour law*", "labor law*"
]

[[theme]]
name = "security"
kind = "pain point"
terms = ["security", "secure*", "breach*", "data protection", "privacy", "access control*"]

[[theme]]
name = "visibility"
kind = "pain point"
terms = [
  "no visibility", "no overview", "blind spot*", "no insight*", "lack of visibility",
  "in the dark", "no transparency"
]

[[theme]]
name = "staff shortage"
kind = "pain point"
terms = [
  "understaffed", "short staffed", "staff shortage*", "shortage of staff", "turnover",
  "attrition", "cannot hire", "hard to hire", "burnout"
]

[[theme]]
name = "old system"
kind = "pain point"
terms = [
  "legacy", "outdated", "old system*", "end of life", "no longer supported", "unsupported",
  "crash*", "downtime", "outage*"
]

[[theme]]
name = "reporting"
kind = "objective"
terms = ["report*", "dashboard*", "kpi*", "analytic*", "forecast*"]

[[theme]]
name = "integration"
kind = "objective"
terms = [
  "integrat*", "api", "apis", "connect* with", "connector*", "interface* to",
  "single sign on", "sso", "sync*"
]

[[theme]]
name = "automation"
kind = "objective"
terms = ["automat*", "workflow*", "streamlin*", "self service"]

[[theme]]
name = "growth"
kind = "objective"
terms = [
  "grow*", "scal*", "expan*", "new market*", "new site*", "new location*", "acquisition*",
  "merger*"
]

[[theme]]
name = "customer experience"
kind = "objective"
terms = [
  "customer satisfaction", "customer experience", "nps", "churn*", "complain*",
  "response time*", "service level*"
]

[[theme]]
name = "mobile work"
kind = "objective"
terms = [
  "mobile", "app", "apps", "smartphone*", "tablet*", "remote*", "in the field", "on site"
]

[[theme]]
name = "satisfied as is"
kind = "objection"
terms = [
  "good enough", "works fine", "work fine", "happy with", "satisfied with", "no need",
  "not needed", "no pain", "status quo"
]

[[theme]]
name = "price"
kind = "objection"
terms = [
  "too expensive", "price*", "pricing", "discount*", "cheaper", "no budget",
  "budget frozen", "budget cut*", "over budget"
]

[[theme]]
name = "timing"
kind = "objection"
terms = [
  "not now", "next year", "no time", "no priority", "not a priority", "too early",
  "postpone*", "on hold"
]

[[theme]]
name = "competitor"
kind = "objection"
terms = [
  "competitor*", "other vendor*", "another vendor", "incumbent*", "under contract",
  "locked in", "already use*"
]

[[theme]]
name = "effort of change"
kind = "objection"
terms = [
  "migrat*", "change management", "too complex", "too complicated", "training effort",
  "implementation effort", "works council", "resistance"
]
)";

}  // namespace

std::string_view built_in_lexicon_text() { return kText; }

}  // namespace bestfit::note
