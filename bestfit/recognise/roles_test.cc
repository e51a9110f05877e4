#include "bestfit/recognise/roles.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/recognise/evidence.h"
#include "bestfit/recognise/typed_column.h"

namespace bestfit::recognise {
namespace {

table::Table table_of(const std::string& header, const std::vector<std::string>& rows) {
  const auto names = base::split(header, ',');
  std::vector<Cells> cells(names.size());
  for (const std::string& row : rows) {
    const auto texts = base::split(row, ',');
    check(texts.size() == names.size(), "table_of: a cell a column");
    for (std::size_t i = 0; i < texts.size(); ++i) cells[i].add(texts[i]);
  }
  std::vector<Evidence> evidence;
  for (const Cells& column : cells) evidence.push_back(look_at(column, {}));
  std::vector<table::Column> columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Decision decision = decide(names[i], evidence[i], hints_of(evidence), {}, {});
    columns.push_back(typed_column(std::string(names[i]), cells[i], decision.format).column);
  }
  return table::Table(std::move(columns));
}

std::string words_of(const Mapping& mapping) {
  std::string words;
  for (const Part& part : mapping.parts) words += part.part + "=" + part.column + " ";
  return words;
}

// Headers: HubSpot and Salesforce exports, reference: their own documentation of property names.
TEST(Roles, HubSpotCompanies) {
  const table::Table table = table_of(
      "Record ID,Company name,Company Domain Name,Industry,Company owner,Create Date,Lifecycle "
      "Stage",
      {"101,Acme Inc,acme.com,Software,Ann Lee,2021-01-02 10:00,Customer",
       "102,Best Ltd,best.io,Retail,Bo Ray,2021-02-03 11:00,Lead"});
  EXPECT_EQ(words_of(map_columns(FileKind::accounts, table)),
            "id=Record ID name=Company name domain=Company Domain Name time=Create Date "
            "owner=Company owner lifecycle=Lifecycle Stage ");
  EXPECT_EQ(map_columns(FileKind::accounts, table).not_recognised,
            std::vector<std::string>{"Industry"});
  EXPECT_EQ(map_columns(FileKind::accounts, table).parts[0].why, "header of a HubSpot export");
}

TEST(Roles, HubSpotDealsByApiNames) {
  const table::Table table = table_of(
      "hs_object_id,dealname,dealstage,pipeline,amount,createdate,closedate,hs_is_closed_won,"
      "hs_is_closed,associatedcompanyid,closed_lost_reason",
      {"1,Deal A,closedwon,default,100,2021-01-01,2021-03-01,true,true,11,",
       "2,Deal B,closedlost,default,200,2021-01-05,2021-04-01,false,true,12,Price"});
  EXPECT_EQ(words_of(map_columns(FileKind::deals, table)),
            "id=hs_object_id account=associatedcompanyid name=dealname stage=dealstage "
            "won=hs_is_closed_won closed=hs_is_closed amount=amount created=createdate "
            "closed_date=closedate lost_reason=closed_lost_reason pipeline=pipeline ");
  EXPECT_EQ(guess_kind("export.csv", table).kind, FileKind::deals);
}

TEST(Roles, SalesforceOpportunities) {
  const table::Table table = table_of(
      "Id,AccountId,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon,Type,OwnerId",
      {"006A,001A,Deal A,Closed Won,100,2021-03-01,2021-01-01,true,true,New,005A",
       "006B,001B,Deal B,Closed Lost,200,2021-04-01,2021-01-05,true,false,New,005A"});
  EXPECT_EQ(words_of(map_columns(FileKind::deals, table)),
            "id=Id account=AccountId name=Name stage=StageName won=IsWon closed=IsClosed "
            "amount=Amount created=CreatedDate closed_date=CloseDate type=Type owner=OwnerId ");
}

TEST(Roles, AnIdMustBeNearlyUnique) {
  const table::Table table =
      table_of("account_id,industry", {"1,a", "1,b", "1,c", "2,a", "2,b", "2,c", "2,d"});
  EXPECT_EQ(map_columns(FileKind::accounts, table).column("id"), "");
}

TEST(Roles, OtherFiles) {
  const table::Table signal_rows =
      table_of("account_id,date,type", {"1,2021-01-01,visit", "2,2021-01-02,demo"});
  EXPECT_EQ(words_of(map_columns(FileKind::signals, signal_rows)),
            "account=account_id date=date type=type ");
  EXPECT_EQ(guess_kind("x.csv", signal_rows).kind, FileKind::signals);
  const table::Table revenue_rows =
      table_of("account_id,start_date,end_date,amount,currency,kind",
               {"1,2021-01-01,2021-12-31,100,EUR,new", "2,2021-01-02,2022-01-01,50,EUR,new"});
  EXPECT_EQ(words_of(map_columns(FileKind::revenue, revenue_rows)),
            "account=account_id date=start_date end=end_date amount=amount currency=currency "
            "kind=kind ");
  EXPECT_EQ(guess_kind("x.csv", revenue_rows).kind, FileKind::revenue);
  EXPECT_EQ(guess_kind("dir/interview_notes.csv", revenue_rows).kind, FileKind::notes);
  EXPECT_EQ(guess_kind("CRM Deals 2024.csv", revenue_rows).kind, FileKind::deals);
}

// Salesforce: report "Account History", object AccountHistory; HubSpot: property history.
TEST(Roles, HistoriesOfFields) {
  const table::Table report = table_of(
      "Account Name,Account ID,Field / Event,Old Value,New Value,Edited By,Edit Date",
      {"Acme,001A,Employees,10,20,Ann,2021-01-02", "Beta,001B,Rating,Hot,Cold,Bo,2021-02-03"});
  EXPECT_EQ(words_of(map_columns(FileKind::history, report)),
            "account=Account ID field=Field / Event old=Old Value new=New Value date=Edit Date ");
  EXPECT_EQ(guess_kind("account_history.csv", report).kind, FileKind::history);
  const table::Table object =
      table_of("Id,AccountId,CreatedById,CreatedDate,Field,OldValue,NewValue",
               {"017A,001A,005A,2021-01-02,Industry,a,b", "017B,001B,005A,2021-01-03,Rating,c,d"});
  EXPECT_EQ(words_of(map_columns(FileKind::history, object)),
            "account=AccountId field=Field old=OldValue new=NewValue date=CreatedDate ");
  const table::Table values = table_of("Record ID,Property name,Value,Timestamp",
                                       {"1,industry,a,2021-01-02", "2,city,b,2021-01-03"});
  EXPECT_EQ(words_of(map_columns(FileKind::history, values)),
            "account=Record ID field=Property name new=Value date=Timestamp ");
  // Stages of deals are no history of accounts.
  const table::Table stages = table_of("Id,OpportunityId,Field,OldValue,NewValue,CreatedDate",
                                       {"1,006A,StageName,a,b,2021-01-02"});
  EXPECT_NE(guess_kind("OpportunityFieldHistory.csv", stages).kind, FileKind::history);
}

TEST(Roles, TablesOfRates) {
  const table::Table dated =
      table_of("IsoCode,ConversionRate,StartDate", {"EUR,1,2021-01-01", "USD,1.1,2021-01-01"});
  EXPECT_EQ(words_of(map_columns(FileKind::rates, dated)),
            "currency=IsoCode date=StartDate rate=ConversionRate ");
  EXPECT_EQ(guess_kind("x.csv", dated).kind, FileKind::rates);
  const table::Table plain = table_of("Currency,Rate", {"EUR,1", "USD,0.9"});
  EXPECT_EQ(guess_kind("account_currencies.csv", plain).kind, FileKind::rates);
  const table::Table hotels =
      table_of("Company name,Currency,Rate", {"Acme,EUR,120", "Beta,USD,90"});
  EXPECT_EQ(guess_kind("x.csv", hotels).kind, FileKind::accounts);
}

TEST(Roles, SaysHowSureItIsOfAFile) {
  const table::Table products = table_of("product,series", {"GTX,A", "MG,B"});
  const table::Table companies = table_of("account,sector", {"Acme,retail", "Beta,retail"});
  const auto by = [](const char* path, const table::Table& table) {
    return guess_kind(path, table).by;
  };
  EXPECT_EQ(by("x/Accounts.csv", products), KnownBy::name);
  EXPECT_EQ(by("companies_2024.csv", products), KnownBy::name);
  EXPECT_EQ(by("sales_pipeline.csv", products), KnownBy::part_of_name);
  EXPECT_EQ(by("leads.csv", products), KnownBy::part_of_name);  // may stand beside the accounts
  EXPECT_EQ(by("export.csv", companies), KnownBy::columns);
  EXPECT_EQ(by("products.csv", products), KnownBy::nothing);
  EXPECT_EQ(guess_kind("products.csv", products).kind, FileKind::accounts);
}

std::string role_of(const table::Schema& schema, std::string_view column) {
  const table::Field* field = schema.find(column);
  return std::string(table::role_name(field->role)) + ": " + field->why;
}

TEST(Roles, SchemaOfAccountsSaysWhy) {
  std::vector<std::string> rows;
  for (int i = 0; i < 30; ++i) {
    const std::string n = std::to_string(i);
    rows.push_back("A" + n + ",Company " + n + ",c" + n + ".com,EU,Owner " + std::to_string(i % 3) +
                   ",mail" + n + "@x.com,+49 30 " + n + "1234,Note number " + n + " about it," +
                   std::to_string(i % 5) + ",2021-01-0" + std::to_string(i % 9 + 1) + "," +
                   (i % 2 == 0 ? "won" : "lost") + ",cx-" + n);
  }
  const table::Table table = table_of(
      "account_id,company,website,region,account owner,email,phone,remark,size,created_at,status,"
      "tracking",
      rows);
  const table::Schema schema =
      schema_of_accounts(table, {.outcome = "Status", .exclude = {"size"}});
  EXPECT_EQ(role_of(schema, "account_id"), "id: header of a Salesforce export");
  EXPECT_EQ(role_of(schema, "company"), "name: header 'company'");
  EXPECT_EQ(role_of(schema, "website"), "domain: header 'website'");
  EXPECT_EQ(role_of(schema, "region"), "ignored: constant");
  EXPECT_EQ(role_of(schema, "account owner"), "ignored: names a person");
  EXPECT_EQ(role_of(schema, "email"), "ignored: e-mail addresses");
  EXPECT_EQ(role_of(schema, "phone"), "ignored: phone numbers");
  EXPECT_EQ(role_of(schema, "remark"), "ignored: names or free text: nearly every row has its own");
  EXPECT_EQ(role_of(schema, "size"), "ignored: excluded");
  EXPECT_EQ(role_of(schema, "created_at"), "time: header 'created_at'");
  EXPECT_EQ(role_of(schema, "status"), "outcome: chosen with --outcome");
  EXPECT_EQ(role_of(schema, "tracking"), "ignored: identifier: nearly every row has its own");
  EXPECT_THROW(schema_of_accounts(table, {.time = "creatd"}), Error);
}

TEST(Roles, RowsOfOneAccountAreAGroup) {
  std::vector<std::string> customers;
  std::vector<double> sizes;
  for (int row = 0; row < 300; ++row) {
    customers.push_back("C" + std::to_string(row % 60));
    sizes.push_back(row % 7);
  }
  const table::Table table(
      {table::category_column("customerID", customers), table::number_column("size", sizes)});
  const table::Schema schema = schema_of_accounts(table, {});
  EXPECT_EQ(schema.find("customerID")->role, table::Role::group);
  EXPECT_EQ(schema.find("size")->role, table::Role::attribute);
}

}  // namespace
}  // namespace bestfit::recognise
