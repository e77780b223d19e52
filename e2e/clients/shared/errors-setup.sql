CREATE TABLE dbo.parent (
  id int NOT NULL CONSTRAINT PK_parent PRIMARY KEY,
  name nvarchar(20) NOT NULL CONSTRAINT UQ_parent_name UNIQUE
);
CREATE TABLE dbo.child (
  id int NOT NULL CONSTRAINT PK_child PRIMARY KEY,
  parent_id int NOT NULL CONSTRAINT FK_child_parent REFERENCES dbo.parent (id),
  code int NOT NULL,
  amount int NOT NULL CONSTRAINT CK_child_amount CHECK (amount >= 0)
);
CREATE UNIQUE INDEX IX_child_code ON dbo.child (code);
CREATE TABLE dbo.counted (id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, v int NULL);
INSERT INTO dbo.parent (id, name) VALUES (1, N'one'), (2, N'two');
INSERT INTO dbo.child (id, parent_id, code, amount) VALUES (1, 1, 7, 10);
