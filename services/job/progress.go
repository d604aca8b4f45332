package job

import (
	"sync"
	"time"

	"github.com/dropledger/dropledger/services/event"
)

// pace is the shortest time between two reported steps, and perSecond the most
// reports in a second when the text keeps changing: more than an eye can read
// only costs time.
const (
	pace      = 100 * time.Millisecond
	perSecond = 10
)

// Progress is how a job tells where it is. It may be used from several
// goroutines; a nil Progress is silent, for work done outside a job.
type Progress struct {
	topic *event.Topic[event.Job]
	clock func() time.Time

	mu     sync.Mutex
	state  event.Job
	told   time.Time // of the last report
	text   string    // of the last report
	window time.Time // start of the running second
	count  int       // reports in it
}

// Step reports done of total units (total 0: unknown) and what is being done,
// in plain words. Steps that follow faster than ten a second are not all told.
func (p *Progress) Step(done, total int64, text string) {
	p.tell(event.Job{Done: done, Total: total, Text: text})
}

// Bytes is Step where the units are bytes.
func (p *Progress) Bytes(done, total int64, text string) {
	p.tell(event.Job{Done: done, Total: total, Text: text, Bytes: true})
}

func (p *Progress) tell(j event.Job) {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.state.Done, p.state.Total, p.state.Text, p.state.Bytes = j.Done, j.Total, j.Text, j.Bytes
	state, due := p.state, p.due()
	p.mu.Unlock()
	if due {
		p.publish(state)
	}
}

// due decides whether now is the time for a report, and counts it.
func (p *Progress) due() bool {
	now := p.clock()
	if now.Sub(p.window) >= time.Second || now.Before(p.window) {
		p.window, p.count = now, 0
	}
	spaced := now.Sub(p.told) >= pace || now.Before(p.told)
	if p.count >= perSecond || !spaced && p.state.Text == p.text {
		return false
	}
	p.told, p.text = now, p.state.Text
	p.count++
	return true
}

func (p *Progress) start() {
	now := p.clock()
	p.told, p.window, p.count = now, now, 1
	p.publish(p.state)
}

func (p *Progress) end(err error) {
	p.mu.Lock()
	p.state.Running, p.state.Err = false, err
	state := p.state
	p.mu.Unlock()
	p.publish(state)
}

func (p *Progress) publish(state event.Job) {
	if p.topic != nil {
		p.topic.Publish(state)
	}
}
