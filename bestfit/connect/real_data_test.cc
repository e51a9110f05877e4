#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "bestfit/base/text.h"
#include "bestfit/connect/read.h"
#include "bestfit/recognise/roles.h"

// Files that are not in the project: counts and kinds as their own descriptions have them.
namespace bestfit::connect {
namespace {

using recognise::FileKind;
using recognise::map_columns;
using recognise::Mapping;
using recognise::schema_of_accounts;

struct RealCase {
  std::string file;
  std::size_t rows = 0;
  std::string columns;  // "name kind, name kind"
  Header header = Header::first_line;
};

const std::vector<RealCase>& real_cases() {
  static const std::vector<RealCase> kCases = {
      {"olist_funnel/olist_marketing_qualified_leads_dataset.csv", 8000,
       "mql_id text,first_contact_date date,landing_page_id category,origin category"},
      {"olist_funnel/olist_closed_deals_dataset.csv", 842,
       "won_date date,business_segment category,has_company flag,declared_monthly_revenue number"},
      {"olist_funnel/order_items_funnel_sellers.csv", 5044,
       "seller_id category,shipping_limit_date date,price number"},
      {"salvirt_b2b/Salvirt_B2B_ML_dataset.csv", 448,
       "Product category,Comp_size category,Purch_dept category,RFI flag,Status category"},
      {"adventureworks/DimReseller_with_header.csv", 701,
       "ResellerKey number,BusinessType category,NumberEmployees number,Phone text,rev number"},
      {"adventureworks/FactResellerSales.csv", 57851,
       "OrderDate date,ResellerKey number,TotalProductCost number,SalesAmount number"},
      {"adventureworks/dn_DimGeography.csv", 655, "column_1 number,column_5 category",
       Header::none},
      {"maven_crm/accounts.csv", 85,
       "account text,sector category,revenue number,employees number"},
      {"maven_crm/sales_pipeline.csv", 8800,
       "deal_stage category,engage_date date,close_date date,close_value number"},
      {"uci_wholesale/wholesale_customers.csv", 440, "Channel number,Fresh number"},
      {"ibm_accounts_receivable/WA_Fn-UseC_-Accounts-Receivable.csv", 2466,
       "InvoiceDate date,SettledDate date,InvoiceAmount number,Disputed flag,invoiceNumber text"},
      {"uci_bank/bank-additional-full.csv", 41188,
       "age number,job category,duration number,euribor3m number,y flag"},
      {"bench_folds/mammo.csv", 961, "Density number,y number,fold number"},
      {"bench_folds/mushroom.csv", 8124, "y number,fold number"},
      {"bench_folds/spambase.csv", 4601, "WordFreqMake number,y number"},
      {"bench_folds/breastcancer.csv", 683, "ClumpThickness number,y number"},
      {"bench_folds/bank_raw.csv", 45211, "job category,has_loan flag,balance number,y number"},
      {"er_abtbuy/AbtBuy_Abt.csv", 1081, "title text,price number"},
      {"er_abtbuy/AbtBuy_Buy.csv", 1092, "title text,price number"},
      {"er_febrl/dataset1.csv", 1000, "rec_id text,postcode category,date_of_birth date"},
      {"sp500/constituents.csv", 503, "Symbol text,GICS Sector category,Date added date"},
      {"fortune1000/fortune1000.csv", 1000,
       "company text,sector category,revenue number,employees number"},
      {"country_codes/country-codes.csv", 249, "ISO3166-1-Alpha-2 text"},
      {"industry_codes/2002_NAICS_to_1987_SIC.xls.txt", 2167, "sic_title_and_note text,end number"},
      {"industry_codes/2012_to_2007_NAICS.xls.txt", 1184, "2012_naics_title text"},
      {"industry_codes/sic_codes.txt", 1514, "Division/SIC text,Description text"},
  };
  return kCases;
}

TEST(RealData, ReadsWithTheRightKinds) {
  struct stat found = {};
  if (::stat(BESTFIT_SHARED_DATA, &found) != 0) GTEST_SKIP() << "no data in " BESTFIT_SHARED_DATA;
  base::Silent silent;
  for (const RealCase& real : real_cases()) {
    SCOPED_TRACE(real.file);
    const ReadResult result =
        read(BESTFIT_SHARED_DATA "/" + real.file, {.header = real.header}, silent);
    EXPECT_EQ(result.report.accepted, real.rows);
    EXPECT_EQ(result.report.lines, real.rows);
    for (const std::string_view column : base::split(real.columns, ',')) {
      const std::size_t cut = column.rfind(' ');
      const table::Column& typed = result.table.column(column.substr(0, cut));
      EXPECT_EQ(table::kind_name(typed.kind), column.substr(cut + 1)) << column;
    }
  }
}

TEST(RealData, RolesOfKnownFiles) {
  struct stat found = {};
  if (::stat(BESTFIT_SHARED_DATA, &found) != 0) GTEST_SKIP() << "no data in " BESTFIT_SHARED_DATA;
  base::Silent silent;
  const std::string pipeline = BESTFIT_SHARED_DATA "/maven_crm/sales_pipeline.csv";
  const Mapping deals = map_columns(FileKind::deals, read(pipeline, {}, silent).table);
  EXPECT_EQ(deals.column("id"), "opportunity_id");
  EXPECT_EQ(deals.column("account"), "account");
  EXPECT_EQ(deals.column("stage"), "deal_stage");
  EXPECT_EQ(deals.column("amount"), "close_value");
  EXPECT_EQ(deals.column("created"), "engage_date");
  EXPECT_EQ(deals.column("closed_date"), "close_date");
  const std::string salvirt = BESTFIT_SHARED_DATA "/salvirt_b2b/Salvirt_B2B_ML_dataset.csv";
  const table::Schema schema = schema_of_accounts(read(salvirt, {}, silent).table, {});
  EXPECT_EQ(schema.find("Seller")->why, "names a person");
  EXPECT_EQ(schema.find("Purch_dept")->role, table::Role::attribute);
}

}  // namespace
}  // namespace bestfit::connect
