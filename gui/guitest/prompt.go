package guitest

import "github.com/dropledger/dropledger/gui/kit/async"

// Prompt is a Manual runner whose window waits for answers, and work is never late:
// what a screen loads promptly is shown when Open returns. It counts the lists that
// were filled, once kit.Use knows it.
type Prompt struct {
	async.Manual
	Lists int
}

// Await implements async.Patient.
func (p *Prompt) Await(done <-chan struct{}) bool {
	work := p.Work
	p.Work = nil
	for _, w := range work {
		w()
	}
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// Filled hears that a list shows new rows.
func (p *Prompt) Filled() { p.Lists++ }
