package store

import (
	"context"
	"log/slog"
	"time"

	"gorm.io/gorm/logger"
)

// slow is from when on a query is worth a line in the log.
const slow = 200 * time.Millisecond

// queryLog writes slow queries without their values: these are customers'
// names and addresses. Errors are told by whoever handles them.
type queryLog struct{ log *slog.Logger }

var (
	_ logger.Interface = queryLog{}
	_ interface {
		ParamsFilter(context.Context, string, ...any) (string, []any)
	} = queryLog{}
)

func (l queryLog) LogMode(logger.LogLevel) logger.Interface { return l }
func (l queryLog) Info(context.Context, string, ...any)     {}
func (l queryLog) Warn(context.Context, string, ...any)     {}
func (l queryLog) Error(context.Context, string, ...any)    {}

// ParamsFilter keeps the values out of the text that Trace gets.
func (l queryLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}

func (l queryLog) Trace(ctx context.Context, begin time.Time, query func() (string, int64), _ error) {
	took := time.Since(begin)
	if took < slow {
		return
	}
	text, rows := query()
	l.log.WarnContext(ctx, "slow query", "sql", text, "rows", rows, "ms", took.Milliseconds())
}
