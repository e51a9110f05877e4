#include "bestfit/recognise/role_names.h"

#include <algorithm>
#include <array>

#include "bestfit/base/text.h"

namespace bestfit::recognise {
namespace {

// Names of HubSpot (labels and API), Salesforce (labels and API), then common flat files:
// reference/market.md 5.2 and contracts.md A.1-A.3.
/// Columns that name the account in files of other things.
constexpr std::string_view kAccountHeaders =
    "accountid companyid associatedcompanyids associatedcompanyid "
    "associatedcompanyidsprimary accountkey customerid clientid sellerid resellerkey "
    "associatedcompany associatedcompanyprimary accountname account companyname "
    "company customer client companydomainname domain website";

constexpr PartNames kAccounts[] = {
    {"id", Suits::unique,
     "recordid hsobjectid accountid companyid id accountkey customerid clientid "
     "leadid prospectid uniqueid externalid organizationid mqlid resellerkey sellerid "
     "rowid key"},
    {"name", Suits::labels,
     "companyname accountname name company account organization organisation "
     "customername clientname businessname security customer"},
    {"domain", Suits::labels,
     "companydomainname domain companydomain domainname website websiteurl "
     "companywebsite webdomain emaildomain companyemaildomain url"},
    {"time", Suits::date,
     "createdate createddate created createdat creationdate firstcontactdate "
     "firstcontact firstseen firstmet met metdate signupdate dateadded leaddate date"},
    {"owner", Suits::anything,
     "companyowner accountowner hubspotownerid ownerid owner ownername accountmanager"},
    {"lifecycle", Suits::labels, "lifecyclestage lifecycle customerstatus"},
    {"type", Suits::labels, "type accounttype companytype"},
    {"parent", Suits::labels,
     "parentcompany parentid parentaccountid parentaccount hsparentcompanyid "
     "subsidiaryof"},
    {"weight", Suits::number, "sampleweight samplingweight surveyweight"},
    {"snapshot", Suits::date,
     "snapshotdate snapshot snapshotday snapshotat asof asofdate exportdate exportedat exportedon "
     "extractdate extractedat"},
};

constexpr PartNames kDeals[] = {
    {"id", Suits::unique, "dealid opportunityid recordid hsobjectid id opportunitynumber mqlid"},
    {"account", Suits::anything, kAccountHeaders},
    {"name", Suits::labels, "dealname opportunityname name deal opportunity"},
    {"stage", Suits::labels, "dealstage stagename stage opportunitystage status"},
    {"won", Suits::flag, "hsisclosedwon isclosedwon iswon won closedwon"},
    {"closed", Suits::flag, "hsisclosed isclosed isdealclosed closed"},
    {"amount", Suits::number,
     "amount dealamount amountincompanycurrency closevalue dealvalue value "
     "totalamount acv arr price"},
    {"created", Suits::date,
     "createdate createddate created createdat creationdate opendate engagedate "
     "dealcreatedate firstcontactdate"},
    {"closed_date", Suits::date, "closedate closeddate dateclosed closedat wondate dealclosedate"},
    {"type", Suits::labels, "dealtype opportunitytype type"},
    {"currency", Suits::labels,
     "currency currencyisocode dealcurrencycode currencycode opportunitycurrency"},
    {"lost_reason", Suits::labels,
     "closedlostreason lossreason lostreason reasonlost closedlostreasons"},
    {"pipeline", Suits::labels, "pipeline dealpipeline"},
    {"owner", Suits::anything,
     "dealowner opportunityowner hubspotownerid ownerid owner salesagent"},
};

constexpr PartNames kRevenue[] = {
    {"id", Suits::unique, "revenueid invoiceid invoicenumber lineid recordid id"},
    {"account", Suits::anything, kAccountHeaders},
    {"date", Suits::date,
     "date startdate start revenuedate invoicedate orderdate bookingdate periodstart "
     "servicedate billingdate paymentdate month closedate shippinglimitdate"},
    {"end", Suits::date, "enddate end periodend renewaldate termend"},
    {"amount", Suits::number,
     "amount revenue salesamount invoiceamount totalamount mrr arr value netamount "
     "total price"},
    {"currency", Suits::labels, "currency currencyisocode currencycode"},
    {"kind", Suits::labels, "kind revenuetype type movement event category"},
};

constexpr PartNames kContacts[] = {
    {"id", Suits::unique, "contactid recordid hsobjectid id"},
    {"account", Suits::anything, kAccountHeaders},
    {"name", Suits::labels, "contactname fullname name lastname"},
    {"title", Suits::labels, "jobtitle title position"},
    {"seniority", Suits::labels, "seniority hsseniority senioritylevel level"},
    {"department", Suits::labels, "department jobfunction function team"},
    {"role", Suits::labels, "buyingrole hsbuyingrole contactrole role"},
    {"email", Suits::labels, "email emailaddress workemail"},
    {"created", Suits::date,
     "createdate createddate createdat dateadded addedon createdon created"},
};

constexpr PartNames kSignals[] = {
    {"account", Suits::anything, kAccountHeaders},
    {"date", Suits::date,
     "date signaldate eventdate occurredat timestamp time createdat createddate "
     "activitydate"},
    {"type", Suits::labels,
     "type signaltype signal eventtype event eventname topic kind activitytype"},
    {"strength", Suits::number, "strength score value weight count"},
};

constexpr PartNames kNotes[] = {
    {"account", Suits::anything, kAccountHeaders},
    {"date", Suits::date, "date notedate interviewdate createdat createddate"},
    {"text", Suits::labels,
     "text note notes notebody hsnotebody body content comment description summary "
     "transcript"},
    {"source", Suits::labels, "source channel type kind"},
};

constexpr PartNames kPartners[] = {
    {"id", Suits::anything, "partnerid recordid id"},
    {"name", Suits::labels, "partnername partner name"},
    {"account", Suits::anything, kAccountHeaders},
    {"type", Suits::labels, "partnertype type relationship"},
    {"tier", Suits::labels, "partnertier tier level"},
};

/// Field history of Salesforce (reports and API) and HubSpot's property history.
constexpr PartNames kHistory[] = {
    {"account", Suits::anything,
     "accountid companyid recordid objectid hsobjectid parentid associatedcompanyid customerid "
     "clientid accountname companyname account company customer client domain website"},
    {"field", Suits::labels,
     "fieldevent field fieldname fieldlabel property propertyname internalpropertyname attribute"},
    {"old", Suits::anything,
     "oldvalue previousvalue oldval fromvalue valuebefore priorvalue before from"},
    {"new", Suits::anything,
     "newvalue newval tovalue valueafter propertyvalue value changedto after to"},
    {"date", Suits::date,
     "editdate changedate changedat datechanged changedon modifieddate modifiedat updatedat "
     "timestamp createddate createdat createdate occurredat date time"},
};

constexpr PartNames kRates[] = {
    {"currency", Suits::labels,
     "currency currencycode isocode currencyisocode fromcurrencycode fromcurrency iso code"},
    {"date", Suits::date,
     "date startdate start from fromdate validfrom effectivedate effectiveat effectivefrom month"},
    {"rate", Suits::anything,
     "rate exchangerate conversionrate fxrate ratetocompanycurrency tocompanycurrency"},
    {"units", Suits::anything, "unitspercompanycurrency"},
};

constexpr std::array<std::string_view, 21> kHubSpot = {
    "recordid",          "companyname",       "companydomainname",
    "lifecyclestage",    "companyowner",      "createdate",
    "parentcompany",     "hsobjectid",        "hubspotownerid",
    "hsparentcompanyid", "dealname",          "dealstage",
    "dealtype",          "associatedcompany", "associatedcompanyids",
    "closedlostreason",  "isclosedwon",       "hsisclosedwon",
    "hsisclosed",        "dealowner",         "hsbuyingrole"};
constexpr std::array<std::string_view, 17> kSalesforce = {"accountid",
                                                          "accountname",
                                                          "stagename",
                                                          "iswon",
                                                          "isclosed",
                                                          "createddate",
                                                          "ownerid",
                                                          "parentid",
                                                          "currencyisocode",
                                                          "opportunityid",
                                                          "accountowner",
                                                          "opportunityname",
                                                          "opportunityowner",
                                                          "expectedrevenue",
                                                          "billingcountry",
                                                          "numberofemployees",
                                                          "forecastcategoryname"};

}  // namespace

std::span<const PartNames> part_names(FileKind kind) {
  switch (kind) {
    case FileKind::accounts:
    case FileKind::population: return kAccounts;
    case FileKind::deals: return kDeals;
    case FileKind::revenue: return kRevenue;
    case FileKind::contacts: return kContacts;
    case FileKind::signals: return kSignals;
    case FileKind::notes: return kNotes;
    case FileKind::partners: return kPartners;
    case FileKind::history: return kHistory;
    case FileKind::rates: return kRates;
  }
  return kAccounts;
}

std::string header_key(std::string_view header) {
  header = base::trim(header);
  if (header.size() > 3 && header.substr(header.size() - 3) == "__c") {
    header.remove_suffix(3);
  }
  std::string key;
  for (const char letter : base::fold(header)) {
    const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                      (letter & 0x80) != 0;
    if (kept) key += letter;
  }
  return key;
}

std::string_view system_of(std::string_view header) {
  const std::string key = header_key(header);
  if (std::find(kHubSpot.begin(), kHubSpot.end(), key) != kHubSpot.end()) return "HubSpot";
  if (std::find(kSalesforce.begin(), kSalesforce.end(), key) != kSalesforce.end()) {
    return "Salesforce";
  }
  return {};
}

}  // namespace bestfit::recognise
