package model

import (
	"strings"
	"testing"
)

func TestAmendmentState_EveryStateIsReachableAndTheEndsAreFinal(t *testing.T) {
	reached := map[AmendmentState]bool{AmendmentDraft: true}
	for queue := []AmendmentState{AmendmentDraft}; len(queue) > 0; queue = queue[1:] {
		for _, next := range queue[0].Next() {
			if !reached[next] {
				reached[next] = true
				queue = append(queue, next)
			}
		}
	}
	for _, s := range AmendmentStates() {
		if !reached[s] || !s.Valid() {
			t.Errorf("%s: reached %t, valid %t", s, reached[s], s.Valid())
		}
	}
	if len(amendmentSteps) != len(AmendmentStates()) {
		t.Errorf("%d states have steps, %d are listed", len(amendmentSteps), len(AmendmentStates()))
	}
}

func TestAmendmentState_CanGoSaysWhyNot(t *testing.T) {
	for _, tt := range []struct {
		from, to AmendmentState
		says     string
	}{
		{AmendmentDraft, AmendmentQueued, "approve it first"},
		{AmendmentDraft, AmendmentAcknowledged, "was not asked yet"},
		{AmendmentApproved, AmendmentApproved, "approved already"},
		{AmendmentApproved, AmendmentSent, "cannot become sent"},
		{AmendmentQueued, AmendmentWithdrawn, "on its way"},
		{AmendmentUnknown, AmendmentAcknowledged, "settle it"},
		{AmendmentSent, AmendmentWithdrawn, "record the answer"},
		{AmendmentRefused, AmendmentSent, "ask anew"},
	} {
		if err := tt.from.CanGo(tt.to); CodeOf(err) != Refused || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s to %s: %v", tt.from, tt.to, err)
		}
	}
}

func TestPurchaseState_CanBeAmendedOnlyWhileTheSupplierHasIt(t *testing.T) {
	for _, s := range PurchaseStates() {
		want := s == PurchaseSent || s == PurchaseAcknowledged || s == PurchasePartShipped
		if err := s.CanAmend(); (err == nil) != want || err != nil && CodeOf(err) != Refused {
			t.Errorf("%s: %v", s, err)
		}
	}
}
