import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** DatabaseMetaData: what tools ask. */
final class Metadata {
  private Metadata() {}

  static void tell(Story story) throws Exception {
    Connection connection = Database.open();
    Database.run(connection, """
        CREATE TABLE dbo.parents (id int NOT NULL CONSTRAINT PK_parents PRIMARY KEY, name nvarchar(40) NULL, price decimal(9, 2) NOT NULL);
        CREATE TABLE dbo.children (id int IDENTITY NOT NULL PRIMARY KEY, parent_id int NOT NULL CONSTRAINT FK_children_parents REFERENCES dbo.parents (id));
        CREATE INDEX IX_parents_name ON dbo.parents (name)""");
    Database.run(connection, "CREATE VIEW dbo.cheap AS SELECT id FROM dbo.parents WHERE price < 5");
    Database.run(connection, "CREATE PROCEDURE dbo.described @a int, @b nvarchar(10) OUTPUT AS RETURN 1");
    Database.run(connection, "CREATE FUNCTION dbo.twice (@a int) RETURNS int AS BEGIN RETURN 2 * @a END");
    DatabaseMetaData metadata = connection.getMetaData();
    String db = Shared.DATABASE;
    story.tell("the product", () -> {
      Story.expectEqual("name", metadata.getDatabaseProductName(), "Microsoft SQL Server");
      Story.expectEqual("version", metadata.getDatabaseMajorVersion(), 15);
      Story.expectEqual("user", metadata.getUserName(), "sa");
    });
    story.tell("getTables", () -> expectRows(metadata.getTables(db, "dbo", "parents", null), "TABLE_NAME,TABLE_TYPE", "parents,TABLE"));
    story.tell("getTables: views", () -> expectRows(metadata.getTables(db, "dbo", "%", new String[] {"VIEW"}), "TABLE_NAME", "cheap"));
    story.tell("getColumns", () -> expectRows(metadata.getColumns(db, "dbo", "parents", null),
        "COLUMN_NAME,TYPE_NAME,COLUMN_SIZE,DECIMAL_DIGITS,IS_NULLABLE,ORDINAL_POSITION",
        "id,int,10,0,NO,1", "name,nvarchar,40,null,YES,2", "price,decimal,9,2,NO,3"));
    story.tell("getColumns: identity", () -> expectRows(metadata.getColumns(db, "dbo", "children", "id"),
        "TYPE_NAME,IS_AUTOINCREMENT", "int identity,YES"));
    story.tell("getPrimaryKeys", () -> expectRows(metadata.getPrimaryKeys(db, "dbo", "parents"), "COLUMN_NAME,KEY_SEQ,PK_NAME", "id,1,PK_parents"));
    story.tell("getImportedKeys", () -> expectRows(metadata.getImportedKeys(db, "dbo", "children"),
        "PKTABLE_NAME,PKCOLUMN_NAME,FKCOLUMN_NAME,FK_NAME,UPDATE_RULE,DELETE_RULE", "parents,id,parent_id,FK_children_parents,3,3"));
    story.tell("getExportedKeys", () -> expectRows(metadata.getExportedKeys(db, "dbo", "parents"), "FKTABLE_NAME,FK_NAME", "children,FK_children_parents"));
    story.tell("getIndexInfo", () -> expectRows(metadata.getIndexInfo(db, "dbo", "parents", false, true),
        "INDEX_NAME,COLUMN_NAME,NON_UNIQUE", "null,null,null", "PK_parents,id,0", "IX_parents_name,name,1"));
    story.tell("getProcedures", () -> expectRows(metadata.getProcedures(db, "dbo", "described"), "PROCEDURE_NAME", "described;1"));
    story.tell("getProcedureColumns", () -> expectRows(metadata.getProcedureColumns(db, "dbo", "described", "%"),
        "COLUMN_NAME,COLUMN_TYPE,TYPE_NAME", "@RETURN_VALUE,5,int", "@a,1,int", "@b,2,nvarchar"));
    story.tell("getFunctions", () -> expectRows(metadata.getFunctions(db, "dbo", "twice"), "FUNCTION_NAME", "twice;0"));
    story.tell("getSchemas", () -> Story.expect(column(metadata.getSchemas(), "TABLE_SCHEM").contains("dbo"), "no dbo"));
    story.tell("getCatalogs", () -> Story.expect(column(metadata.getCatalogs(), "TABLE_CAT").containsAll(List.of("master", db)), "a catalog is missing"));
    story.tell("getTypeInfo", () -> Story.expect(column(metadata.getTypeInfo(), "TYPE_NAME")
        .containsAll(List.of("int", "nvarchar", "datetime2", "uniqueidentifier", "xml", "sql_variant")), "a type is missing"));
    story.tell("getBestRowIdentifier", () -> expectRows(metadata.getBestRowIdentifier(db, "dbo", "parents", 0, true), "COLUMN_NAME", "id"));
    story.tell("ResultSetMetaData", () -> {
      try (var statement = connection.createStatement(); ResultSet found = statement.executeQuery("SELECT id, name, price, 1 AS one FROM dbo.parents")) {
        var columns = found.getMetaData();
        Story.expectEqual("types", List.of(columns.getColumnTypeName(1), columns.getColumnTypeName(2), columns.getColumnTypeName(3)), List.of("int", "nvarchar", "decimal"));
        Story.expectEqual("nullable", List.of(columns.isNullable(1), columns.isNullable(2)), List.of(0, 1));
        Story.expectEqual("precision and scale", List.of(columns.getPrecision(3), columns.getScale(3)), List.of(9, 2));
      }
    });
  }

  private static void expectRows(ResultSet found, String columns, String... expected) throws Exception {
    List<String> rows = new ArrayList<>();
    while (found.next()) {
      List<String> row = new ArrayList<>();
      for (String column : columns.split(",")) row.add(String.valueOf(found.getObject(column)));
      rows.add(String.join(",", row));
    }
    Story.expectEqual(columns, rows, List.of(expected));
  }

  private static List<String> column(ResultSet found, String name) throws Exception {
    List<String> values = new ArrayList<>();
    while (found.next()) values.add(found.getString(name));
    return values;
  }
}
