import { TYPES } from 'tedious';
import { Story, expectEqual } from '../node/story.ts';
import { open } from './session.ts';

export async function storedProcedures(): Promise<void> {
  const story = new Story('stored procedures');
  const session = await open();
  await story.case('OUTPUT parameters and the return status', async () => {
    await session.batch(`CREATE PROCEDURE dbo.divide @a int, @b int = 2, @quotient int OUTPUT, @text nvarchar(max) = NULL OUTPUT AS
      SET NOCOUNT ON
      SET @quotient = @a / @b
      SET @text = CONCAT(N'÷ ', @quotient)
      RETURN @a % @b`);
    const outcome = await session.procedure('dbo.divide', [
      { name: 'a', type: TYPES.Int, value: 17 },
      { name: 'b', type: TYPES.Int, value: 5 },
      { name: 'quotient', type: TYPES.Int, output: true },
      { name: 'text', type: TYPES.NVarChar, output: true, value: null, options: { length: Infinity } },
    ]);
    expectEqual(outcome.outputs, { quotient: 3, text: '÷ 3' });
    expectEqual(outcome.returnStatus, 2);
  });
  await story.case('a default value', async () => {
    const outcome = await session.procedure('dbo.divide', [
      { name: 'a', type: TYPES.Int, value: 17 },
      { name: 'quotient', type: TYPES.Int, output: true },
    ]);
    expectEqual([outcome.outputs, outcome.returnStatus], [{ quotient: 8 }, 1]);
  });
  await story.case('output values of many types', async () => {
    await session.batch(`CREATE PROCEDURE dbo.outputs @big bigint OUTPUT, @exact decimal(18, 4) OUTPUT, @at datetime2(3) OUTPUT,
      @id uniqueidentifier OUTPUT, @data varbinary(10) OUTPUT, @nothing int OUTPUT AS
      SELECT @big = 9007199254740993, @exact = 12.3456, @at = '2024-05-06T07:08:09.123',
        @id = '6F9619FF-8B86-D011-B42D-00C04FC964FF', @data = 0x0102, @nothing = NULL`);
    const { outputs } = await session.procedure('dbo.outputs', [
      { name: 'big', type: TYPES.BigInt, output: true },
      { name: 'exact', type: TYPES.Decimal, output: true, options: { precision: 18, scale: 4 } },
      { name: 'at', type: TYPES.DateTime2, output: true, options: { scale: 3 } },
      { name: 'id', type: TYPES.UniqueIdentifier, output: true },
      { name: 'data', type: TYPES.VarBinary, output: true, options: { length: 10 } },
      { name: 'nothing', type: TYPES.Int, output: true, value: 5 },
    ]);
    expectEqual(
      [outputs['big'], outputs['exact'], outputs['id'], outputs['data'], outputs['nothing']],
      ['9007199254740993', 12.3456, '6F9619FF-8B86-D011-B42D-00C04FC964FF', Buffer.from([1, 2]), null],
    );
    expectEqual((outputs['at'] as Date).toISOString(), '2024-05-06T07:08:09.123Z');
  });
  await story.case('several result sets and row counts', async () => {
    await session.batch('CREATE TABLE dbo.counted_rows (id int NOT NULL)');
    await session.batch(`CREATE PROCEDURE dbo.several AS
      SELECT 1 AS a, N'x' AS b
      INSERT INTO dbo.counted_rows VALUES (1), (2), (3)
      SELECT id FROM dbo.counted_rows WHERE 1 = 0
      SELECT COUNT(*) FROM dbo.counted_rows`);
    const outcome = await session.procedure('dbo.several', []);
    expectEqual(outcome.sets, [[[1, 'x']], [], [[3]]]);
    expectEqual(outcome.counts, [1, 3, 0, 1]);
    expectEqual(outcome.returnStatus, 0);
  });
  await story.case('an error inside names the procedure and its line', async () => {
    await session.batch('CREATE PROCEDURE dbo.failing AS\nBEGIN\n  SELECT 1 / 0\n  RETURN 5\nEND');
    const error = (await session.failureOf(() => session.procedure('dbo.failing', []))) as Error & {
      procName?: string;
      lineNumber?: number;
    };
    // Newer versions of SQL Server name the schema, older ones do not.
    expectEqual([error.procName?.replace('dbo.', ''), error.lineNumber], ['failing', 3]);
  });
  await story.case('a missing parameter', async () => {
    const error = (await session.failureOf(() => session.procedure('dbo.divide', []))) as Error & { number?: number };
    expectEqual(
      [error.number, error.message],
      [201, "Procedure or function 'divide' expects parameter '@a', which was not supplied."],
    );
  });
  await story.case('EXEC with a return value, nested calls', async () => {
    await session.batch(`CREATE PROCEDURE dbo.outer_call @result int OUTPUT AS
      DECLARE @q int, @status int
      EXEC @status = dbo.divide 17, 5, @q OUTPUT
      SET @result = @q * 10 + @status`);
    const rows = await session.rows('DECLARE @r int EXEC dbo.outer_call @r OUTPUT SELECT @r');
    expectEqual(rows, [[32]]);
  });
  await story.case('output parameters of sp_executesql', async () => {
    const outcome = await session.sql('SET @b = @a * 2', [
      { name: 'a', type: TYPES.Int, value: 21 },
      { name: 'b', type: TYPES.Int, output: true },
    ]);
    expectEqual(outcome.outputs, { b: 42 });
  });
  await session.close();
}
